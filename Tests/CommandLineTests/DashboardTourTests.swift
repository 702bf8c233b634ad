import Foundation
import PseudoTerminal
import Testing

/// The real program in a real pseudo-terminal, as a person uses it.
@Suite(.serialized) struct DashboardTourTests {
    private static let environment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    ]

    private func open(
        _ scratch: ScratchFolder, environment: [String: String] = [:], columns: Int = 100, rows: Int = 30, options: [String] = []
    ) throws -> PseudoTerminal {
        let arguments = [
            Program.path, "train", try scratch.addImages(), "--input", "1x16x16", "--batch", "4", "--steps", "1000000",
            "--threads",
            "1", "--run", scratch.path + "/run",
        ]
        return try PseudoTerminal(
            arguments + options, environment: Self.environment.merging(environment) { $1 }, columns: columns, rows: rows,
            folder: scratch.path)
    }

    private func events(_ scratch: ScratchFolder) throws -> String {
        try String(contentsOfFile: scratch.path + "/run/events.jsonl", encoding: .utf8)
    }

    @Test func theWholeTour() throws {
        let scratch = try ScratchFolder()
        let modes = try PseudoTerminal(["/bin/true"], environment: [:]).modes
        let terminal = try open(scratch)
        try terminal.wait(forText: "▶ training", seconds: 120)
        try terminal.wait(forText: "margin")

        terminal.type("2")
        try terminal.wait(forText: "conv1")
        terminal.type("3")
        try terminal.wait(forText: "distance", seconds: 120)
        let marks = [
            ("4", ["At the threshold"]), ("5", ["PCA", "t-SNE"]), ("6", [" episodes"]), ("7", ["evaluated:"]), ("8", ["came to"]),
        ]
        for (key, texts) in marks {
            terminal.type(key)
            try terminal.wait(for: "screen \(key)", seconds: 60) { screen in texts.contains { screen.screen.text.contains($0) } }
        }
        // Back by the mouse, on the first tab.
        terminal.type("\u{1B}[<0;3;1M\u{1B}[<0;3;1m")
        try terminal.wait(forText: "Controls")
        terminal.type("?")
        try terminal.wait(forText: "any other key closes")
        terminal.type("x1")

        // An exact margin, typed; then one that cannot be.
        terminal.type("m")
        try terminal.wait(forText: "margin")
        terminal.type("1.375\r")
        try terminal.wait(forText: "1.375", seconds: 60)
        try terminal.wait(for: "the edit on disk", seconds: 60) { _ in (try? events(scratch).contains("\"new\":1.375")) ?? false }

        // A nudge waits until it is applied.
        terminal.type(">")
        try terminal.wait(forText: "Esc drop")
        #expect(try !events(scratch).contains("\"new\":1.5"))
        terminal.type("\r")
        try terminal.wait(for: "the nudge on disk", seconds: 60) { _ in (try? events(scratch).contains("\"new\":1.5")) ?? false }

        terminal.type(" ")
        try terminal.wait(forText: "= paused", seconds: 60)
        terminal.type(" ")
        try terminal.wait(forText: "▶ training", seconds: 60)
        terminal.resize(columns: 80, rows: 24)
        try terminal.wait(for: "the smaller screen") { $0.screen.lines.count == 24 && $0.screen.text.contains("1 Train") }

        terminal.type("q")
        try terminal.wait(forText: "save and stop")
        terminal.type("s")
        #expect(try terminal.exitCode(seconds: 120) == 0)
        #expect(terminal.modes == modes)
        #expect(!terminal.screen.isAlternate)
        #expect(terminal.screen.isCursorVisible)
        #expect(terminal.screen.unknown.isEmpty)
        for file in ["run.json", "events.jsonl", "checkpoints/last.safetensors"] {
            #expect(scratch.contains("run/" + file), "\(file) is missing")
        }
    }

    @Test func pastedTextIsNoRowOfKeys() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch)
        try terminal.wait(forText: "▶ training", seconds: 120)
        func paste(_ text: String) { terminal.type("\u{1B}[200~\(text)\u{1B}[201~") }
        paste("hello quit x\n> \r")
        try terminal.wait(forText: "nothing was done", seconds: 60)
        #expect(try !events(scratch).contains("\"edit\""))
        // On a line that is typed it waits for Enter.
        terminal.type("m")
        try terminal.wait(forText: "margin =")
        paste("1.375\n")
        try terminal.wait(forText: "margin = 1.375")
        #expect(try !events(scratch).contains("\"new\":1.375"))
        terminal.type("\r")
        try terminal.wait(for: "the edit on disk", seconds: 60) { _ in (try? events(scratch).contains("\"new\":1.375")) ?? false }
        #expect(try !events(scratch).contains("\"new\":1.5"))
        terminal.type("qx")
        #expect(try terminal.exitCode(seconds: 120) == 0)
        #expect(!terminal.screen.marksPastes)
    }

    @Test func terminationSavesAndRestores() throws {
        let scratch = try ScratchFolder()
        let modes = try PseudoTerminal(["/bin/true"], environment: [:]).modes
        let terminal = try open(scratch)
        try terminal.wait(forText: "▶ training", seconds: 120)
        terminal.signal(SIGTERM)
        #expect(try terminal.exitCode(seconds: 120) == 0)
        #expect(terminal.modes == modes)
        #expect(!terminal.screen.isAlternate)
        #expect(scratch.contains("run/checkpoints/last.safetensors"))
    }

    @Test func trainingSurvivesItsTerminal() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch)
        try terminal.wait(forText: "▶ training", seconds: 120)
        terminal.signal(SIGHUP)
        try terminal.wait(for: "the screen to go") { !$0.screen.isAlternate }
        let size = try events(scratch).utf8.count
        try terminal.wait(for: "more events", seconds: 60) { _ in ((try? events(scratch).utf8.count) ?? 0) > size }
        terminal.signal(SIGTERM)
        #expect(try terminal.exitCode(seconds: 120) == 0)
        #expect(scratch.contains("run/checkpoints/last.safetensors"))
    }

    @Test(arguments: [
        ["TERM": "no-such-terminal"], ["LC_ALL": "C"], ["NO_COLOR": "1"], ["TERM": "vt100"],
    ])
    func poorTerminalsWork(environment: [String: String]) throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch, environment: environment, columns: 80, rows: 24)
        try terminal.wait(forText: "training", seconds: 120)
        terminal.type("q")
        try terminal.wait(forText: "save and stop")
        terminal.type("s")
        #expect(try terminal.exitCode(seconds: 120) == 0)
    }

    @Test func aDumbTerminalGetsLines() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch, environment: ["TERM": "dumb"])
        try terminal.wait(forText: "loss", seconds: 120)
        #expect(!terminal.screen.isAlternate)
        terminal.signal(SIGINT)
        #expect(try terminal.exitCode(seconds: 120) == 0)
    }
}
