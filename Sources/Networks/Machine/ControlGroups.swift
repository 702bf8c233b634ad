import Foundation

/// The control groups that a process is in, as far as they limit its processor time: both generations, and every group around the own one.
struct ControlGroups {
    /// Processors' worth of time; `nil` where nothing limits it.
    let quota: Double?

    static var ofThisProcess: ControlGroups {
        ControlGroups(
            membership: contents("/proc/self/cgroup") ?? "", mounts: contents("/proc/self/mountinfo") ?? "", read: contents)
    }

    /// - Parameters:
    ///   - membership: as `/proc/self/cgroup` has it.
    ///   - mounts: as `/proc/self/mountinfo` has them.
    ///   - read: the contents of a file; `nil` where there is none.
    init(membership: String, mounts: String, read: (String) -> String?) {
        var quotas: [Double] = []
        for group in Self.groups(membership) {
            guard let mount = Self.mount(of: group, mounts) else { continue }
            for folder in Self.folders(of: group, mount) {
                guard let quota = group.isUnified ? Self.unified(folder, read) : Self.legacy(folder, read) else { continue }
                quotas.append(quota)
            }
        }
        quota = quotas.min()
    }

    // MARK: Where the groups are

    private struct Group {
        let isUnified: Bool
        /// From the root of the hierarchy.
        let path: String
    }

    private struct Mount {
        /// Which group of the hierarchy is mounted: in a container often not its root.
        let root: String
        let point: String
    }

    private static func groups(_ membership: String) -> [Group] {
        membership.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return nil }
            let controllers = fields[1].split(separator: ",")
            guard controllers.isEmpty || controllers.contains("cpu") else { return nil }
            return Group(isUnified: controllers.isEmpty, path: String(fields[2]))
        }
    }

    private static func mount(of group: Group, _ mounts: String) -> Mount? {
        for line in mounts.split(separator: "\n") {
            // "31 23 0:28 ROOT POINT options ... - TYPE SOURCE SUPEROPTIONS"
            let halves = line.components(separatedBy: " - ")
            guard halves.count == 2 else { continue }
            let (place, system) = (halves[0].split(separator: " "), halves[1].split(separator: " "))
            guard place.count >= 5, let type = system.first else { continue }
            let isOurs =
                group.isUnified
                ? type == "cgroup2" : type == "cgroup" && system.last?.split(separator: ",").contains("cpu") == true
            if isOurs { return Mount(root: String(place[3]), point: String(place[4])) }
        }
        return nil
    }

    /// The group's own folder and those of the groups around it, as far as they can be seen from here.
    private static func folders(of group: Group, _ mount: Mount) -> [String] {
        // In a container the path may lead out of what is mounted ("/../.."), or name the group by the host's path.
        var below = group.path
        if mount.root != "/", below == mount.root || below.hasPrefix(mount.root + "/") { below.removeFirst(mount.root.count) }
        var parts = below.split(separator: "/").map(String.init)
        if parts.contains("..") { parts = [] }
        return (0...parts.count).reversed().map { ([mount.point] + parts.prefix($0)).joined(separator: "/") }
    }

    // MARK: What they say

    /// "QUOTA PERIOD" in microseconds, or "max PERIOD".
    private static func unified(_ folder: String, _ read: (String) -> String?) -> Double? {
        let words = read(folder + "/cpu.max")?.split(whereSeparator: \.isWhitespace) ?? []
        guard words.count == 2 else { return nil }
        return ratio(Double(words[0]), Double(words[1]))
    }

    private static func legacy(_ folder: String, _ read: (String) -> String?) -> Double? {
        func number(_ file: String) -> Double? {
            read(folder + "/" + file).flatMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        return ratio(number("cpu.cfs_quota_us"), number("cpu.cfs_period_us"))
    }

    private static func ratio(_ quota: Double?, _ period: Double?) -> Double? {
        // A quota of -1 is none.
        guard let quota, let period, quota > 0, period > 0, quota.isFinite, period.isFinite else { return nil }
        return quota / period
    }

    private static func contents(_ file: String) -> String? {
        FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
    }
}
