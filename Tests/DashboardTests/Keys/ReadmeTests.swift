import Foundation
import Testing

@testable import Dashboard

/// The README tells of keys and screens that there are.
@Suite struct ReadmeTests {
    private func section() throws -> [Substring] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
        return Array(lines.drop { $0 != "## The dashboard" }.dropFirst().prefix { !$0.hasPrefix("## ") })
    }

    /// What stands between backquotes.
    private func quoted(_ text: Substring) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map {
            String($0.element)
        }
    }

    @Test func everyKeyOfTheTableIsACommand() throws {
        let rows = try section().drop { $0 != "| key | what it does |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
        try #require(rows.count > 5)
        let keys = Set(CommandTable.all.flatMap(\.keys))
        for row in rows {
            let cells = row.split(separator: "|")
            for name in quoted(cells[0]) where name != ":" {
                let key = try #require(Key(named: name), "\(name) is no key")
                #expect(keys.contains(key), "\(name) does nothing")
            }
            for line in quoted(cells.last ?? "") where line.hasPrefix(":") {
                #expect(throws: Never.self, "\(line)") { try TypedCommand.parse(String(line.dropFirst())).get() }
            }
        }
    }

    @Test func everyScreenIsTold() throws {
        let text = try section().joined(separator: "\n")
        for screen in Screen.allCases {
            #expect(text.contains("**\(screen.title)**"), "\(screen.title) is not in the README")
        }
    }
}
