import Foundation
import PseudoTerminal
import Testing

/// The real program, struck by a fatal signal in the environment that a person has.
@Suite(.serialized) struct CrashTests {
    private static let environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]

    private func start(_ arguments: [String], in scratch: ScratchFolder) throws -> PseudoTerminal {
        try PseudoTerminal(
            [Program.path] + arguments, environment: Self.environment.merging(["TMPDIR": scratch.path]) { $1 }, columns: 400,
            rows: 40, folder: scratch.path)
    }

    private func training(_ scratch: ScratchFolder, _ options: String...) throws -> PseudoTerminal {
        let images = try scratch.addImages()
        return try start(
            [
                "train", images, "--input", "1x16x16", "--batch", "4", "--steps", "1000000", "--threads", "1",
                "--checkpoint-every", "0.05", "--run", "my runs/it's mine",
            ] + options, in: scratch)
    }

    /// Strikes a program and looks at what it leaves on the terminal.
    private func strike(_ terminal: PseudoTerminal, with signal: Int32, modes: [UInt32]) throws {
        terminal.signal(signal)
        #expect(try terminal.exitCode(seconds: 20) == 128 + Int(signal))
        #expect(terminal.modes == modes)
        #expect(!terminal.screen.isAlternate)
        #expect(terminal.screen.isCursorVisible)
        #expect(!terminal.screen.marksPastes)
        #expect(!terminal.screen.text.contains("Press space"))
    }

    /// The command that the last sentence recommends, run by a shell in the same folder.
    private func recommended(by terminal: PseudoTerminal, in scratch: ScratchFolder, _ more: String = "") throws -> PseudoTerminal
    {
        let text = terminal.screen.lines.joined()
        let command = try #require(text.firstMatch(of: #/with: twinscope (?<command>.*?mine'|\S+)/#)?.command)
        return try PseudoTerminal(
            ["/bin/sh", "-c", "exec '\(Program.path)' \(command) \(more)"], environment: Self.environment, columns: 400, rows: 40,
            folder: scratch.path)
    }

    private var untouched: [UInt32] {
        get throws { try PseudoTerminal(["/bin/true"], environment: [:]).modes }
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGILL])
    func underTheDashboard(signal: Int32) throws {
        let scratch = try ScratchFolder()
        let modes = try untouched
        let terminal = try training(scratch)
        try terminal.wait(forText: "▶ training", seconds: 120)
        try terminal.wait(for: "a checkpoint", seconds: 60) { _ in
            scratch.contains("my runs/it's mine/checkpoints/last.safetensors")
        }
        try strike(terminal, with: signal, modes: modes)
        let report = try String(contentsOfFile: scratch.path + "/my runs/it's mine/crash.txt", encoding: .utf8)
        #expect(report.contains("sent by process \(getpid())"))
        #expect(report.contains("backtrace:\n0  0x"))

        let resumed = try recommended(by: terminal, in: scratch)
        try resumed.wait(forText: "▶ training", seconds: 120)
        resumed.signal(SIGTERM)
        #expect(try resumed.exitCode(seconds: 120) == 0)
    }

    @Test func inPlainLines() throws {
        let scratch = try ScratchFolder()
        let modes = try untouched
        let terminal = try training(scratch, "--plain")
        try terminal.wait(forText: "checkpoints/last.safetensors", seconds: 120)
        try strike(terminal, with: SIGSEGV, modes: modes)
        #expect(scratch.contains("my runs/it's mine/crash.txt"))
        let resumed = try recommended(by: terminal, in: scratch, "--plain")
        // The line may have left the screen before it was looked at.
        try resumed.wait(for: "the run to be resumed", seconds: 120) {
            String(decoding: $0.bytes, as: UTF8.self).contains("Resumed from step")
        }
    }

    @Test func whileWatching() throws {
        let scratch = try ScratchFolder()
        let modes = try untouched
        let trainer = try training(scratch, "--plain")
        try trainer.wait(forText: "saved     step", seconds: 120)
        let watcher = try start(["watch", "my runs/it's mine"], in: scratch)
        try watcher.wait(forText: "· watching", seconds: 60)
        try strike(watcher, with: SIGBUS, modes: modes)
        // The training of the other program is none of its business.
        let again = try recommended(by: watcher, in: scratch)
        try again.wait(forText: "· watching", seconds: 60)
        trainer.signal(SIGTERM)
        #expect(try trainer.exitCode(seconds: 120) == 0)
    }

    /// Before there is a run the report has no folder: it goes where temporary files go.
    @Test func inTheForm() throws {
        let scratch = try ScratchFolder()
        let modes = try untouched
        let terminal = try start(["new"], in: scratch)
        try terminal.wait(forText: "learning rate", seconds: 60)
        try strike(terminal, with: SIGSEGV, modes: modes)
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(left.contains { $0.hasPrefix("twinscope-crash-") })
        #expect(terminal.screen.lines.joined().contains("twinscope-crash-"))
    }
}
