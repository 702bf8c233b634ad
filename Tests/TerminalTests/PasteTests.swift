import Foundation
import PseudoTerminal
import Testing

/// What is pasted comes as one key, whatever is in it and however it arrives.
@Suite struct PasteTests {
    private static let begin = "\u{1B}[200~"
    private static let end = "\u{1B}[201~"

    private func key(_ pasted: String) -> String { "key paste(\(pasted.debugDescription))" }

    @Test func theTerminalIsAskedToMarkPastes() throws {
        let terminal = try Probe.ready()
        #expect(terminal.screen.marksPastes)
        terminal.type("q")
        #expect(try terminal.exitCode() == 0)
        #expect(!terminal.screen.marksPastes)
    }

    @Test(arguments: ["hello quit x", "q", "naïve é", "a\u{1B}[Ab\u{1B}[<0;5;3Mc", "\u{3}", "nested \u{1B}[200~ mark", "\u{1B}"])
    func isOneKey(pasted: String) throws {
        let terminal = try Probe.ready()
        terminal.type(Self.begin + pasted + Self.end)
        try terminal.wait(forText: String(key(pasted).prefix(78)))
        #expect(terminal.screen.lines[5] == "keys 1")
        // Keys after it are keys again.
        terminal.type("j")
        try terminal.wait(forText: "key character(\"j\")")
        #expect(terminal.screen.lines[5] == "keys 2")
    }

    @Test func keysInTheSameReadingComeAfterIt() throws {
        let terminal = try Probe.ready()
        terminal.type("a" + Self.begin + "qqq" + Self.end + "bc")
        try terminal.wait(forText: "keys 4")
        #expect(terminal.screen.text.contains("key character(\"c\")"))
    }

    @Test func mayArriveByteByByte() throws {
        let terminal = try Probe.ready()
        for byte in (Self.begin + "quit" + Self.end).unicodeScalars {
            terminal.type(String(byte))
            // Longer than an Escape waits for the rest of its sequence.
            try? terminal.wait(for: "nothing", seconds: 0.04) { _ in false }
        }
        try terminal.wait(forText: key("quit"))
        // The first Escape was a key before anybody could know; nothing after it was.
        #expect(["keys 1", "keys 2"].contains(terminal.screen.lines[5]))
    }

    @Test func aMegabyteIsOneKey() throws {
        let terminal = try Probe.ready()
        terminal.type(Self.begin + String(repeating: "quit now\n", count: 120_000) + Self.end + "j")
        try terminal.wait(forText: "key character(\"j\")", seconds: 60)
        #expect(terminal.screen.lines[5] == "keys 2")
    }

    @Test func aPasteWithoutEndIsHandedOnAndKeysWorkAgain() throws {
        let terminal = try Probe.ready()
        terminal.type(Self.begin + "qq")
        try terminal.wait(forText: key("qq"))
        terminal.type("j")
        try terminal.wait(forText: "key character(\"j\")")
        #expect(terminal.screen.lines[5] == "keys 2")
    }

    @Test func theRestOfAPasteThatStalledIsNoRowOfKeys() throws {
        let terminal = try Probe.ready()
        terminal.type(Self.begin + "first")
        try terminal.wait(forText: key("first"))
        terminal.type(" and then quit" + Self.end)
        try terminal.wait(forText: key(" and then quit"))
        #expect(terminal.screen.lines[5] == "keys 2")
    }

    @Test func anEscapeAndABracketAreKeys() throws {
        let terminal = try Probe.ready()
        terminal.type("\u{1B}")
        try terminal.wait(forText: "key escape")
        terminal.type("[")
        try terminal.wait(forText: "key character(\"[\")")
        terminal.type("20")
        try terminal.wait(forText: "key character(\"0\")")
        #expect(terminal.screen.lines[5] == "keys 4")
    }
}
