import Foundation

/// The package's own files, as the tests of its architecture read them.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File: CustomStringConvertible {
        let target: String
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var description: String { path }
    }

    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Every file under `Sources` with one of these endings.
    static func files(_ endings: Set<String>) throws -> [File] {
        let sources = root.appendingPathComponent("Sources")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path).sorted()
        return try paths.filter { endings.contains(($0 as NSString).pathExtension) }.map { path in
            let target = path.split(separator: "/").first.map(String.init) ?? ""
            return File(target: target, path: "Sources/\(path)", text: try text(of: "Sources/\(path)"))
        }
    }

    static let swiftFiles = Result { try files(["swift"]) }
}

extension SourceTree.File {
    /// The modules that the file imports, whatever stands before or after the word.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            let access: Set<Substring> = ["public", "internal", "package", "fileprivate", "private"]
            let meaningful = words.drop { access.contains($0) }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
            guard meaningful.first == "import" else { return nil }
            return meaningful.dropFirst().drop { kinds.contains($0) }.first.map { String($0.prefix { $0 != "." && $0 != ";" }) }
        }
    }
}
