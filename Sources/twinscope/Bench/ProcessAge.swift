import Foundation

/// How long ago this process was launched.
enum ProcessAge {
    /// In steps of a hundredth of a second; `nil` where the system does not tell.
    static var seconds: Double? {
        func text(_ path: String) -> String? {
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        }
        // The name in field 2 may hold blanks, so fields are counted after it; the start is field 22, in clock ticks after boot.
        guard let status = text("/proc/self/stat"), let name = status.lastIndex(of: ")"),
            let uptime = text("/proc/uptime")?.split(separator: " ").first.flatMap({ Double($0) })
        else { return nil }
        let fields = status[status.index(after: name)...].split(separator: " ")
        guard fields.count > 19, let ticks = Double(fields[19]) else { return nil }
        return uptime - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
