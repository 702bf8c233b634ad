import Foundation

/// The most memory that the process has had at once since `reset`.
enum PeakMemory {
    /// Linux lets a process forget its high-water mark; elsewhere it stays that of the whole run.
    static func reset() {
        guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
        try? file.write(contentsOf: Data("5".utf8))
        try? file.close()
    }

    /// `nil` where the system does not tell.
    static var bytes: Int? {
        let status = FileManager.default.contents(atPath: "/proc/self/status").map { String(decoding: $0, as: UTF8.self) }
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
        return kilobytes.flatMap { Int($0) }.map { $0 << 10 }
    }
}
