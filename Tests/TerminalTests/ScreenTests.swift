import PseudoTerminal
import Testing

/// The screen as a person sees it, in a real pseudo-terminal.
@Suite struct ScreenTests {
    @Test func framesAreShown() throws {
        let terminal = try Probe.ready()
        #expect(terminal.screen.lines[0] == "ready ⣿ é")
        #expect(terminal.screen.lines[1] == "colors 256")
        #expect(terminal.screen.lines[2] == "size 80x24")
        #expect(terminal.screen.isAlternate)
        #expect(!terminal.screen.isCursorVisible)
        #expect(terminal.screen.unknown.isEmpty)
        try terminal.wait(for: "the end of the frame") { String(decoding: $0.bytes, as: UTF8.self).contains("\u{1B}[?2026l") }
        let drawn = String(decoding: terminal.bytes, as: UTF8.self)
        #expect(drawn.contains("\u{1B}[?2026h"))
        // The palette belongs to the person.
        #expect(!drawn.contains("\u{1B}]4;"))
    }

    @Test func onlyDifferencesAreDrawn() throws {
        let terminal = try Probe.ready()
        let before = terminal.bytes.count
        terminal.type("x")
        try terminal.wait(forText: "key character(\"x\")")
        #expect(terminal.bytes.count - before < 100)
        #expect(!String(decoding: terminal.bytes[before...], as: UTF8.self).contains("ready"))
    }

    @Test func windowChangesAreFollowed() throws {
        let terminal = try Probe.ready()
        for (columns, rows) in [(120, 40), (60, 18), (1, 1), (300, 100), (80, 24)] {
            terminal.resize(columns: columns, rows: rows)
            if columns >= 60 { try terminal.wait(forText: "size \(columns)x\(rows)") }
        }
        #expect(terminal.screen.lines[0] == "ready ⣿ é")
    }

    @Test func aStormOfWindowChangesIsSurvived() throws {
        let terminal = try Probe.ready()
        for turn in 0..<1000 { terminal.resize(columns: 1 + turn * 37 % 200, rows: 1 + turn * 13 % 60) }
        terminal.resize(columns: 97, rows: 31)
        try terminal.wait(forText: "size 97x31")
        #expect(terminal.screen.lines[0] == "ready ⣿ é")
        terminal.type("q")
        #expect(try terminal.exitCode() == 0)
    }

    @Test func environmentDoesNotFreezeTheSize() throws {
        let terminal = try Probe.ready(environment: ["LINES": "10", "COLUMNS": "40"])
        #expect(terminal.screen.lines[2] == "size 80x24")
        terminal.resize(columns: 100, rows: 30)
        try terminal.wait(forText: "size 100x30")
    }

    @Test func aWindowOfOneCellWorks() throws {
        let terminal = try Probe.start(columns: 1, rows: 1)
        try terminal.wait(for: "one character") { $0.screen.text == "r" }
        terminal.type("q")
        #expect(try terminal.exitCode() == 0)
    }

    @Test func printedLinesDoNotWreckTheScreen() throws {
        let terminal = try Probe.ready()
        terminal.type("p")
        try terminal.wait(forText: "stray printed by the way")
        #expect(terminal.screen.lines[0] == "ready ⣿ é")
        terminal.type("q")
        #expect(try terminal.exitCode() == 0)
        #expect(terminal.screen.text.contains("left in order"))
    }

    @Test(arguments: [
        (["TERM": "xterm-256color"], "colors 256"), (["TERM": "xterm"], "colors 8"), (["TERM": "vt100"], "colors 0"),
        (["NO_COLOR": "1"], "colors 0"), (["TERM": "no-such-terminal"], "colors 256"),
        (["TERM": ""], "colors 256"), (["LANG": "C"], "ready ascii"), (["LC_ALL": "POSIX"], "ready ascii"),
        (["LANG": ""], "ready ⣿ é"), (["LANG": "xx_YY.UTF-8"], "ready ⣿ é"),
    ])
    func terminalsAreTakenAsTheyAre(environment: [String: String], shown: String) throws {
        let terminal = try Probe.ready(environment: environment)
        #expect(terminal.screen.text.contains(shown))
        terminal.type("q")
        #expect(try terminal.exitCode() == 0)
    }

    @Test func aDumbTerminalIsRefusedWithASentence() throws {
        let terminal = try Probe.start(environment: ["TERM": "dumb"])
        #expect(try terminal.exitCode() == 69)
        #expect(terminal.screen.text.contains("cannot place its cursor"))
        #expect(!terminal.bytes.contains(0x1B))
    }
}
