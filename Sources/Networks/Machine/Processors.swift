import Foundation

/// How many processors this program may keep busy.
public enum Processors {
    /// What affinity leaves (`taskset`, a container's set of processors), limited by the quota of the control groups around the program.
    /// A quota of one and a half processors counts as two. Found out once.
    public static let usable: Int = {
        let status = FileManager.default.contents(atPath: "/proc/thread-self/status") ?? Data()
        let some =
            allowed(status: String(decoding: status, as: UTF8.self)) ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        return count(allowed: some, quota: ControlGroups.ofThisProcess.quota)
    }()

    static func count(allowed: Int, quota: Double?) -> Int {
        max(1, min(allowed, quota.map { Int(min($0, 1e6).rounded(.up)) } ?? .max))
    }

    /// How many processors the scheduler may put a thread on, as its `status` in `/proc` says it: the bits of "Cpus_allowed: ff,ffffffff".
    static func allowed(status: String) -> Int? {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed:") }) else { return nil }
        var count = 0
        for word in line.dropFirst("Cpus_allowed:".count).split(separator: ",") {
            guard let bits = UInt64(word.trimmingCharacters(in: .whitespaces), radix: 16) else { return nil }
            count += bits.nonzeroBitCount
        }
        return count > 0 ? count : nil
    }
}
