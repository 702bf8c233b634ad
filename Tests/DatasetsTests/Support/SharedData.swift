import Foundation

/// Where the real data sets for development are, if they are: beside the package, or where TWINSCOPE_SHARED says.
enum SharedData {
    static let absence = "the folder of real data sets (../shared, or TWINSCOPE_SHARED) is absent"

    static var isPresent: Bool { folder != nil }

    /// A folder of it, or a path that does not exist.
    static func path(_ name: String) -> String {
        (folder ?? "absent") + "/data/" + name
    }

    private static let folder: String? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["TWINSCOPE_SHARED"],
            package.deletingLastPathComponent().appendingPathComponent("shared").path,
        ]
        return candidates.compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0 + "/data") }
    }()
}
