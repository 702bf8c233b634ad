import Foundation
import Testing

@testable import Networks

@Suite struct ControlGroupsTests {
    private static let unified = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
    private static let legacy = """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
        """

    private func quota(_ membership: String, _ mounts: String, _ files: [String: String]) -> Double? {
        ControlGroups(membership: membership, mounts: mounts) { files["\($0)"] }.quota
    }

    @Test func theNarrowestGroupAroundTheProgramCounts() {
        let files = [
            "/sys/fs/cgroup/user.slice/cpu.max": "150000 100000\n",
            "/sys/fs/cgroup/user.slice/job/cpu.max": "max 100000\n",
            "/sys/fs/cgroup/other/cpu.max": "10000 100000\n",
        ]
        #expect(quota("0::/user.slice/job\n", Self.unified, files) == 1.5)
        #expect(quota("0::/user.slice\n", Self.unified, files) == 1.5)
        #expect(quota("0::/\n", Self.unified, files) == nil)
    }

    @Test func theFirstGenerationToo() {
        let files = [
            "/sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_quota_us": "200000\n",
            "/sys/fs/cgroup/cpu,cpuacct/docker/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
            "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
        ]
        #expect(quota("4:memory:/docker\n3:cpu,cpuacct:/docker\n0::/\n", Self.legacy, files) == 2)
        #expect(quota("3:cpu,cpuacct:/\n", Self.legacy, files) == nil)
    }

    /// A container sees its own group as the root of what is mounted, whatever the host calls it.
    @Test func insideAContainer() {
        let mounts = "30 23 0:26 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw\n"
        let files = ["/sys/fs/cgroup/cpu.max": "50000 100000\n"]
        #expect(quota("0::/docker/abc\n", mounts, files) == 0.5)
        #expect(quota("0::/\n", Self.unified, files) == 0.5)
        #expect(quota("0::/../../init\n", mounts, files) == 0.5)
    }

    @Test(arguments: ["", "max", "x y", "100000", "0 100000", "100000 0", "-1 100000", "nan 1", "inf 1"])
    func whatIsNoQuotaLimitsNothing(text: String) {
        #expect(quota("0::/\n", Self.unified, ["/sys/fs/cgroup/cpu.max": text]) == nil)
        #expect(quota(text, text, ["/sys/fs/cgroup/cpu.max": text]) == nil)
    }

    @Test(arguments: [
        ("Cpus_allowed:\t3", 2), ("Cpus_allowed:\tff,ffffffff\nCpus_allowed_list:\t0-39", 40),
        ("Cpus_allowed:\t00000000,00000010", 1),
    ])
    func affinityIsKeptTo(status: String, count: Int) {
        #expect(Processors.allowed(status: "Name:\ttwinscope\n" + status + "\n") == count)
    }

    @Test(arguments: ["", "Cpus_allowed:", "Cpus_allowed:\t0", "Cpus_allowed:\tx", "Cpus_allowed_list:\t0-1"])
    func whatSaysNothingAboutAffinityIsNotBelieved(status: String) {
        #expect(Processors.allowed(status: status) == nil)
    }

    @Test func theNarrowerOfBothCounts() {
        #expect(Processors.count(allowed: 8, quota: nil) == 8)
        #expect(Processors.count(allowed: 8, quota: 1.5) == 2)
        #expect(Processors.count(allowed: 8, quota: 0.1) == 1)
        #expect(Processors.count(allowed: 2, quota: 16) == 2)
        #expect(Processors.count(allowed: 2, quota: 1e300) == 2)
        #expect(Processors.usable >= 1)
    }
}
