import Foundation
import Testing

/// The real program, killed where it stands, and resumed.
@Suite(.serialized) struct KillTests {
    /// Many more than a program takes while the test looks away.
    private let steps = 200

    private func arguments(_ images: String, run: String) -> [String] {
        [
            "train", images, "--network", "conv4", "--input", "1x16x16", "--batch", "4", "--steps", "\(steps)", "--threads", "1",
            "--seed", "7", "--checkpoint-every", "0.05", "--plain", "--run", run,
        ]
    }

    /// Starts the program and sends it a signal once its log has grown to so many lines.
    private func interrupt(_ arguments: [String], with signal: Int32, whenLinesOf log: String, reach lines: Int) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning {
            let written = FileManager.default.contents(atPath: log)?.count { $0 == UInt8(ascii: "\n") } ?? 0
            if written >= lines {
                kill(process.processIdentifier, signal)
                break
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    private func losses(of run: String) throws -> [String] {
        try String(contentsOfFile: run + "/events.jsonl", encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix(#"{"step""#) }
            .map { line in
                let loss = line.firstMatch(of: #/"loss":(?<loss>[-+.eE0-9]+)/#)?.loss ?? ""
                let step = line.firstMatch(of: #/"step":(?<step>[0-9]+)/#)?.step ?? ""
                return "\(step) \(loss)"
            }
    }

    @Test func killedAgainAndAgainTheLossesAreThoseOfARunThatNeverStopped() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        let (whole, killed) = (scratch.path + "/whole", scratch.path + "/killed")
        _ = try interrupt(arguments(images, run: whole), with: SIGCONT, whenLinesOf: "/nonexistent", reach: 1)
        #expect(try losses(of: whole).count == steps)

        var arguments = arguments(images, run: killed)
        for lines in [3, 9, 24, 40] {
            let code = try interrupt(arguments, with: SIGKILL, whenLinesOf: killed + "/events.jsonl", reach: lines)
            #expect(code == 128 + SIGKILL, "the program ended before it was killed")
            arguments = ["resume", killed, "--plain"]
        }
        let answer = try Program.run("resume", killed, "--plain")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("finished after \(steps) steps"))
        #expect(try losses(of: killed) == losses(of: whole))
        #expect(try Program.run("resume", killed, "--plain").code == 64, "a complete run is not resumed")
    }

    @Test func givenFirstWeightsOutliveAKillBeforeTheFirstCheckpoint() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        let (other, whole, killed) = (scratch.path + "/other", scratch.path + "/whole", scratch.path + "/killed")
        _ = try interrupt(arguments(images, run: other), with: SIGCONT, whenLinesOf: "/nonexistent", reach: 1)
        let weights = other + "/checkpoints/best.safetensors"
        func given(_ run: String) -> [String] {
            arguments(images, run: run) + ["--pretrained", weights, "--seed", "8", "--checkpoint-every", "1000"]
        }
        _ = try interrupt(given(whole), with: SIGCONT, whenLinesOf: "/nonexistent", reach: 1)
        let code = try interrupt(given(killed), with: SIGKILL, whenLinesOf: killed + "/events.jsonl", reach: 6)
        #expect(code == 128 + SIGKILL, "the program ended before it was killed")
        try FileManager.default.removeItem(atPath: weights)
        let answer = try Program.run("resume", killed, "--plain")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(try losses(of: killed).count == steps)
        #expect(try losses(of: killed) == losses(of: whole))
    }

    @Test func terminationSavesAndHangingUpDoesNotStop() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        let run = scratch.path + "/run"
        let code = try interrupt(
            arguments(images, run: run) + ["--steps", "1000000"].dropFirst(2), with: SIGTERM, whenLinesOf: run + "/events.jsonl",
            reach: 10)
        #expect(code == 0)
        #expect(scratch.contains("run/checkpoints/last.safetensors"))
        let hung = scratch.path + "/hung"
        _ = try interrupt(arguments(images, run: hung), with: SIGHUP, whenLinesOf: hung + "/events.jsonl", reach: 10)
        #expect(try losses(of: hung).count == steps, "training continues without its terminal")
    }

    @Test func aDataSetThatIsAnotherIsRefused() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        let run = scratch.path + "/run"
        _ = try interrupt(arguments(images, run: run), with: SIGKILL, whenLinesOf: run + "/events.jsonl", reach: 10)
        let moved = scratch.path + "/moved"
        try FileManager.default.moveItem(atPath: images, toPath: moved)
        #expect((64...78).contains(try Program.run("resume", run, "--plain").code))
        try FileManager.default.removeItem(atPath: moved + "/class10/0.pgm")
        let changed = try Program.run("resume", run, "--plain", "--dataset", moved)
        #expect(changed.code == 65)
        #expect(changed.error.contains("--dataset"))
    }
}
