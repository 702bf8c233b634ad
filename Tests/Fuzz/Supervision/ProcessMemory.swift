import Foundation

/// What the system has counted of this process's memory, in bytes.
struct ProcessMemory {
    /// What is in memory now (VmRSS).
    let resident: Int
    /// The most that was in memory at once (VmHWM).
    let peakResident: Int
    /// The most addresses that were taken at once (VmPeak), whether touched or not.
    let peakAddresses: Int

    /// In words, to find out what it is made of.
    let account: String

    /// Zeroes where the system does not tell.
    init() {
        let status = FileManager.default.contents(atPath: "/proc/self/status").map { String(decoding: $0, as: UTF8.self) } ?? ""
        func bytes(_ field: String) -> Int {
            guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field) }) else { return 0 }
            return (line.split(separator: " ").dropFirst().lazy.compactMap { Int($0) }.first ?? 0) << 10
        }
        resident = bytes("VmRSS:")
        peakResident = bytes("VmHWM:")
        peakAddresses = bytes("VmPeak:")
        account = ["RssAnon:", "RssFile:", "RssShmem:", "VmData:"].map { "\($0) \(bytes($0) >> 20) MiB" }.joined(separator: ", ")
    }
}
