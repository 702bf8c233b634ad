import Dashboard
import Foundation

/// Measures what this program takes of the machine, over the time since the last measurement.
struct LoadMeter {
    private var before: (processor: Double, clock: Double)?
    private var nextAt = 0.0

    /// Often enough to follow, seldom enough to read and to cost nothing.
    private static let secondsBetweenMeasurements = 2.0

    /// `nil` where it is not yet time.
    mutating func measure() -> ProcessLoad? {
        let now = Clock.now
        guard now >= nextAt else { return nil }
        nextAt = now + Self.secondsBetweenMeasurements
        let processor = Self.processorSeconds
        defer { before = (processor, now) }
        guard let before, now > before.clock else { return nil }
        return ProcessLoad(cores: (processor - before.processor) / (now - before.clock), memory: Self.memory)
    }

    private static var processorSeconds: Double {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Pages that are in memory now, as the system counts them.
    private static var memory: Int {
        guard let text = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
        let pages = String(decoding: text, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
