import Foundation
import PseudoTerminal
import Testing

/// `twinscope watch` in a real pseudo-terminal, beside the program that trains.
@Suite(.serialized) struct WatchTests {
    private static let environment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
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
        try watcher.wait(forText: "▶ training · watching", seconds: 60)
        watcher.type(" ")
        try watcher.wait(forText: "another program trains this run")
        watcher.type("3")
        try watcher.wait(forText: "Pair 1")
        trainer.signal(SIGTERM)
        #expect(try trainer.exitCode(seconds: 120) == 0)
        try watcher.wait(forText: "✓ finished · read-only", seconds: 60)
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
        try watcher.wait(forText: "✗ broken off · read-only", seconds: 60)
        watcher.type("q")
        #expect(try watcher.exitCode(seconds: 60) == 0)

        let plain = try Program.run("watch", scratch.path + "/runs/mine", "--plain")
        #expect(plain.code == 0)
        #expect(plain.output.contains("validate  step"))
    }

    @Test func aRunThatIsNotThereIsExplained() throws {
        let answer = try Program.run("watch", "nowhere")
        #expect(answer.code == 66)
        #expect(answer.error == "twinscope: there is no run in nowhere; give the folder that holds its run.json\n")
    }
}
