import Foundation
import Testing

@testable import Dashboard

/// Frames as readable text beside the tests. `TWINSCOPE_RECORD=1 swift test --filter GoldenTests` writes them anew.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden")

    static func expect(_ frame: Frame, named name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["TWINSCOPE_RECORD"] == "1" {
            try frame.text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        guard frame.text != recorded else { return }
        Issue.record("\(name) has changed; it is now\n\(frame.text)", sourceLocation: sourceLocation)
    }
}
