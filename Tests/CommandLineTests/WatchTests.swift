import Foundation
import PseudoTerminal
import Testing

/// `twinscope watch` in a real pseudo-terminal, beside the program that trains.
@Suite(.serialized) struct WatchTests {
    private static let environment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    ]

    private func training(_ scratch: ScratchFolder) throws -> PseudoTerminal {
        try PseudoTerminal(
            [
                Program.path, "train", try scratch.addImages(), "--input", "1x16x16", "--batch", "4", "--steps", "1000000",
                "--threads", "1", "--run", scratch.path + "/runs/mine", "--plain",
            ],
            environment: Self.environment, columns: 100, rows: 30, folder: scratch.path)
    }

    private func watch(_ scratch: ScratchFolder) throws -> PseudoTerminal {
        try PseudoTerminal(
            [Program.path, "watch", "mine"], environment: Self.environment, columns: 100, rows: 30, folder: scratch.path)
    }

    @Test func aRunIsFollowedAndThenRead() throws {
        let scratch = try ScratchFolder()
        let trainer = try training(scratch)
        try trainer.wait(forText: "validate  step", seconds: 120)
        let watcher = try watch(scratch)
        try watcher.wait(forText: "· watching", seconds: 60)
        watcher.type(" ")
        try watcher.wait(forText: "another program trains this run")
        watcher.type("3")
        try watcher.wait(forText: "Pair 1")
        watcher.type("8")
        try watcher.wait(forText: "runs/mine", seconds: 60)
        trainer.signal(SIGTERM)
        #expect(try trainer.exitCode(seconds: 120) == 0)
        try watcher.wait(forText: "▼ stopped · read-only", seconds: 60)
        watcher.type("q")
        #expect(try watcher.exitCode(seconds: 60) == 0)
        #expect(!watcher.screen.isAlternate)

        let plain = try Program.run("watch", scratch.path + "/runs/mine", "--plain")
        #expect(plain.output.contains("stopped after") && !plain.output.contains("broken off"), "\(plain.text)")
    }

    @Test func aKilledRunIsCalledBrokenOff() throws {
        let scratch = try ScratchFolder()
        let trainer = try training(scratch)
        try trainer.wait(forText: "validate  step", seconds: 120)
        trainer.signal(SIGKILL)
        _ = try trainer.exitCode(seconds: 60)
        let watcher = try watch(scratch)
        try watcher.wait(forText: "broken off · read-only", seconds: 60)
        watcher.type("q")
        #expect(try watcher.exitCode(seconds: 60) == 0)

        let plain = try Program.run("watch", scratch.path + "/runs/mine", "--plain")
        #expect(plain.code == 0)
        #expect(plain.output.contains("validate  step") && plain.output.contains("broken off after"))
    }

    /// Header, Runs, `watch --plain` and `resume` say the same of a run, whatever becomes of it.
    @Test func aPausedRunIsCalledPausedEverywhere() throws {
        let scratch = try ScratchFolder()
        let trainer = try PseudoTerminal(
            [
                Program.path, "train", try scratch.addImages(), "--input", "1x16x16", "--batch", "4", "--steps", "1000000",
                "--threads", "1", "--run", scratch.path + "/runs/mine",
            ],
            environment: Self.environment, columns: 100, rows: 30, folder: scratch.path)
        try trainer.wait(forText: "▶ training", seconds: 120)
        trainer.type(" ")
        try trainer.wait(forText: "= paused", seconds: 60)
        let watcher = try watch(scratch)
        try watcher.wait(forText: "= paused · watching", seconds: 60)
        watcher.type("8")
        try watcher.wait(for: "the header and the list") { $0.screen.text.components(separatedBy: "= paused").count > 2 }
        let lines = try PseudoTerminal(
            [Program.path, "watch", "mine", "--plain"], environment: Self.environment, columns: 100, rows: 30,
            folder: scratch.path)
        try lines.wait(for: "a line about the pause", seconds: 60) { $0.screen.text.contains("  paused") }
        let refused = try Program.run("resume", "mine", "--plain", folder: scratch.path)
        #expect(refused.code == 69 && refused.error.contains("runs/mine is paused in another program; look at it with"))
        trainer.type(" ")
        try watcher.wait(forText: "▶ training", seconds: 60)
        trainer.signal(SIGKILL)
        _ = try trainer.exitCode(seconds: 60)
        try watcher.wait(for: "the header and the list", seconds: 60) {
            $0.screen.text.components(separatedBy: "✗ broken off").count > 2
        }
        try lines.wait(forText: "broken off after", seconds: 60)
        #expect(try lines.exitCode(seconds: 60) == 0)
        watcher.type("q")
        #expect(try watcher.exitCode(seconds: 60) == 0)
    }

    @Test func aFormBeginsATraining() throws {
        let scratch = try ScratchFolder()
        let terminal = try PseudoTerminal(
            [Program.path, "new"], environment: Self.environment, columns: 100, rows: 30, folder: scratch.path)
        try terminal.wait(forText: "Begin a training", seconds: 60)
        terminal.type(try scratch.addImages())
        // Down to the margin, which cannot be nought, and to the end.
        terminal.type(String(repeating: "\u{1B}OB", count: 5) + "0\u{1B}OF\r")
        try terminal.wait(forText: "margin: 0 must be")
        terminal.type("\u{1B}OH" + String(repeating: "\u{1B}OB", count: 3) + "1x16x16\u{1B}OB\u{1B}OB\u{15}1.5\u{1B}OF\r")
        try terminal.wait(forText: "▶ training", seconds: 120)
        terminal.type("q")
        try terminal.wait(forText: "save and stop")
        terminal.type("s")
        #expect(try terminal.exitCode(seconds: 120) == 0)
    }

    @Test func aRunThatIsNotThereIsExplained() throws {
        let answer = try Program.run("watch", "nowhere")
        #expect(answer.code == 66)
        #expect(answer.error == "twinscope: there is no run in nowhere; give the folder that holds its run.json\n")
    }
}
