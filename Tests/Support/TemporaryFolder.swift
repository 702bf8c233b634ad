import Foundation

/// A folder that goes away with the test that made it.
public final class TemporaryFolder: Sendable {
    public let root: String

    public init() {
        root = NSTemporaryDirectory() + "twinscope-tests-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    public func path(_ name: String) -> String { root + "/" + name }
}
