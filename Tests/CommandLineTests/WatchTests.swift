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
        #expect(plain.output.contains("validate  step"))
    }

    @Test func aFormBeginsATraining() throws {
        let scratch = try ScratchFolder()
        let terminal = try PseudoTerminal(
            [Program.path, "new"], environment: Self.environment, columns: 100, rows: 30, folder: scratch.path)
        try terminal.wait(forText: "Begin a training", seconds: 60)
        terminal.type(try scratch.addImages())
        // Down to the margin, which cannot be nought, and to the end.
        terminal.type(String(repeating: "\u{1B}OB", count: 5) + "0\u{1B}OF\r")
        try terminal.wait(forText: "--margin 0 must be")
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
