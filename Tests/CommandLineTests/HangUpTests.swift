import Foundation
import PseudoTerminal
import Testing

/// The real program in a real terminal that goes away while nobody trains: nothing waits for a person who cannot come back.
@Suite(.serialized) struct HangUpTests {
    /// What a person's shell gives, and no more.
    private static let environment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(),
    ]

    private func open(_ scratch: ScratchFolder, steps: Int = 1_000_000) throws -> PseudoTerminal {
        try PseudoTerminal(
            [
                Program.path, "train", try scratch.addImages(), "--input", "1x16x16", "--batch", "4", "--steps", "\(steps)",
                "--threads", "1", "--run", scratch.path + "/run",
            ], environment: Self.environment, columns: 100, rows: 30, folder: scratch.path)
    }

    private func pause(_ terminal: PseudoTerminal) throws {
        try terminal.wait(forText: "▶ training", seconds: 120)
        terminal.type(" ")
        try terminal.wait(forText: "= paused", seconds: 60)
    }

    private func events(_ scratch: ScratchFolder) throws -> String {
        try String(contentsOfFile: scratch.path + "/run/events.jsonl", encoding: .utf8)
    }

    private func steps(_ scratch: ScratchFolder) throws -> Int {
        try events(scratch).split(separator: "\n").count { $0.hasPrefix(#"{"step""#) }
    }

    /// Waits until the run has gone on by some steps.
    private func waitForSteps(_ scratch: ScratchFolder, beyond: Int) throws {
        let deadline = Date().addingTimeInterval(60)
        while try steps(scratch) <= beyond + 3 {
            try #require(Date() < deadline, "the training does not go on")
            usleep(50_000)
        }
    }

    /// The run tells why it went on and how it is stopped, which works, and is resumed.
    private func end(_ terminal: PseudoTerminal, _ scratch: ScratchFolder) throws {
        let advice = try #require(try events(scratch).firstMatch(of: #/kill -TERM (?<process>[0-9]+), which saves/#))
        kill(try #require(pid_t(advice.process)), SIGTERM)
        #expect(try terminal.exitCodeWithoutTerminal(seconds: 120) == 0)
        let log = try String(contentsOfFile: scratch.path + "/run/log.txt", encoding: .utf8)
        #expect(log.contains("The screen went away while training was paused, so training continues without it"))
        let reached = try steps(scratch)
        let answer = try Program.run("resume", scratch.path + "/run", "--plain", "--steps", "\(reached + 5)")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("finished after \(reached + 5) steps"))
    }

    @Test func aPausedTrainingWhoseTerminalHangsUpGoesOn() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch)
        try pause(terminal)
        let before = try steps(scratch)
        terminal.hangUp()
        try waitForSteps(scratch, beyond: before)
        try end(terminal, scratch)
    }

    /// Of a training that was not paused the run tells as well that its screen is gone, and `resume`, `watch` and Runs tell what to do.
    @Test func aTrainingWhoseTerminalHangsUpTellsItEverywhere() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch)
        try terminal.wait(forText: "▶ training", seconds: 120)
        let before = try steps(scratch)
        terminal.hangUp()
        try waitForSteps(scratch, beyond: before)
        #expect(try events(scratch).contains("The screen is gone; training continues without it"))
        let process = try #require(try events(scratch).firstMatch(of: #/"unattendedProcess":(?<process>[0-9]+)/#)?.process)
        #expect(process == "\(terminal.process)")
        let log = try String(contentsOfFile: scratch.path + "/run/log.txt", encoding: .utf8)
        #expect(log.contains("The screen is gone") && log.contains("kill -TERM \(process), which saves"))

        let watching = try PseudoTerminal(
            [Program.path, "watch", scratch.path + "/run"], environment: Self.environment, columns: 120, rows: 36,
            folder: scratch.path)
        try watching.wait(forText: "kill -TERM \(process) saves and ends it, then twinscope resume", seconds: 60)
        watching.type("8")
        try watching.wait(forText: "gone; kill -TERM \(process) saves and ends it, then R resumes it", seconds: 60)
        watching.type("R")
        try watching.wait(forText: "run trains without a screen; kill -TERM \(process)")

        let refused = try Program.run("resume", scratch.path + "/run", "--plain")
        #expect(refused.code == 69)
        let command = try #require(
            refused.error.firstMatch(of: #/end it with `kill -TERM (?<process>[0-9]+)`, which saves/#), "\(refused.error)")
        kill(try #require(pid_t(command.process)), SIGTERM)
        #expect(try terminal.exitCodeWithoutTerminal(seconds: 120) == 0)
        // What it ended as says how it goes on, too.
        watching.type("1")
        try watching.wait(forText: "twinscope resume \(scratch.path)/run continues it", seconds: 60)
        watching.type("q")
        #expect(try watching.exitCode(seconds: 60) == 0)
        let past = try Program.run("watch", scratch.path + "/run", "--plain")
        #expect(past.output.contains("go on with `twinscope resume \(scratch.path)/run`"), "\(past.output)")
        let reached = try steps(scratch)
        let answer = try Program.run("resume", scratch.path + "/run", "--plain", "--steps", "\(reached + 5)")
        #expect(answer.code == 0 && answer.output.contains("finished after \(reached + 5) steps"), "\(answer.text)")
        #expect(!(try events(scratch).split(separator: "\n").last { $0.hasPrefix(#"{"state""#) } ?? "").contains("unattended"))
    }

    @Test func aTrainingThatTakesSingleStepsGoesOn() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch)
        try pause(terminal)
        terminal.type(".")
        let before = try steps(scratch)
        terminal.signal(SIGHUP)
        try waitForSteps(scratch, beyond: before)
        terminal.hangUp()
        try end(terminal, scratch)
    }

    @Test func leavingThePausedScreenKeepsTraining() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch)
        try pause(terminal)
        let before = try steps(scratch)
        terminal.type("q")
        try terminal.wait(forText: "keep training")
        terminal.type("k")
        try terminal.wait(for: "the plain lines") { !$0.screen.isAlternate }
        try waitForSteps(scratch, beyond: before)
        terminal.hangUp()
        try end(terminal, scratch)
    }

    @Test func terminationWhilePausedSaves() throws {
        let scratch = try ScratchFolder()
        let terminal = try open(scratch)
        try pause(terminal)
        terminal.signal(SIGTERM)
        #expect(try terminal.exitCode(seconds: 120) == 0)
        #expect(scratch.contains("run/checkpoints/last.safetensors"))
    }

    /// Only the leader of a session is told by a signal; to anybody else a terminal that is gone says so itself.
    @Test func aTerminalThatFailsWithoutASignalIsGoneToo() throws {
        let scratch = try ScratchFolder()
        let command = """
            trap '' HUP; '\(Program.path)' train '\(try scratch.addImages())' --input 1x16x16 --batch 4 --steps 1000000 \
            --threads 1 --run run; exit $?
            """
        let terminal = try PseudoTerminal(
            ["/bin/sh", "-c", command], environment: Self.environment, columns: 100, rows: 30, folder: scratch.path)
        try pause(terminal)
        let before = try steps(scratch)
        terminal.hangUp()
        try waitForSteps(scratch, beyond: before)
        try end(terminal, scratch)
    }

    /// Without any of the three descriptors that programs are given.
    @Test func aPlainTrainingWithEverythingClosedCompletes() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        let command =
            "'\(Program.path)' train '\(images)' --input 1x16x16 --batch 4 --steps 8 --threads 1 --run run --plain <&- >&- 2>&-"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try steps(scratch) == 8)
        #expect(try events(scratch).contains(#""reason":"completed""#))
    }
}
