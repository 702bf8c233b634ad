import Foundation

/// For how long the threads of a team have waited for a processor while they had work, as Linux counts it.
final class TeamWaiting {
    private let files: [Int32]
    private var before: (nanoseconds: Double, at: UInt64)?

    /// - Parameter threads: their numbers in the system.
    init(threads: [Int32]) {
        files = threads.map { open("/proc/self/task/\($0)/schedstat", O_RDONLY | O_CLOEXEC) }
    }

    deinit { for file in files where file >= 0 { close(file) } }

    /// Waiting since the last call in which it was known, summed over the threads, as a share of the time that has passed; `nil` the
    /// first time, and where the system does not say.
    func measure() -> Double? {
        let now = DispatchTime.now().uptimeNanoseconds
        guard let waited = total() else { return nil }
        defer { before = (waited, now) }
        guard let before, now > before.at else { return nil }
        return max(0, waited - before.nanoseconds) / Double(now - before.at)
    }

    /// "ran waited slices", in nanoseconds.
    private func total() -> Double? {
        guard !files.isEmpty else { return nil }
        var sum = 0.0
        for file in files {
            var bytes = [UInt8](repeating: 0, count: 96)
            let count = file < 0 ? -1 : pread(file, &bytes, bytes.count, 0)
            guard count > 0 else { return nil }
            let fields = bytes.prefix(count).split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") })
            guard fields.count >= 2, let waited = Double(String(decoding: fields[1], as: UTF8.self)) else { return nil }
            sum += waited
        }
        return sum
    }
}
