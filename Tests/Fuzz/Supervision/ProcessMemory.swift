import Foundation

/// What the system has counted of this process's memory, in bytes.
struct ProcessMemory {
    /// The most that was in memory at once (VmHWM).
    let peakResident: Int
    /// The most addresses that were taken at once (VmPeak), whether touched or not.
    let peakAddresses: Int

    /// Zeroes where the system does not tell.
    init() {
        let status = FileManager.default.contents(atPath: "/proc/self/status").map { String(decoding: $0, as: UTF8.self) } ?? ""
        func bytes(_ field: String) -> Int {
            guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field) }) else { return 0 }
            return (line.split(separator: " ").dropFirst().lazy.compactMap { Int($0) }.first ?? 0) << 10
        }
        peakResident = bytes("VmHWM:")
        peakAddresses = bytes("VmPeak:")
    }
}
