import Foundation
import Testing

/// The real program where its run cannot be written, in ways that also hold for an administrator, whom permissions do not stop.
@Suite(.serialized) struct FullDiskTests {
    private func arguments(_ images: String, _ run: String, steps: Int, _ more: [String] = []) -> [String] {
        [
            "train", images, "--network", "conv4", "--input", "1x16x16", "--batch", "4", "--steps", "\(steps)", "--threads", "1",
            "--plain", "--run", run,
        ] + more
    }

    @Test(arguments: ["file/run", "file", "/proc/run", "/dev/full/run"])
    func aFolderThatCannotBeMadeIsOneSentence(_ run: String) throws {
        let scratch = try ScratchFolder()
        try scratch.write(Data(), to: "file")
        let run = run.hasPrefix("/") ? run : scratch.path + "/" + run
        let answer = try Program.run(arguments(scratch.addImages(), run, steps: 1))
        #expect(answer.code == 73)
        #expect(answer.error.contains("cannot be made ("), "\(answer.error)")
        #expect(!answer.error.contains("operation could not be completed") && !answer.error.contains("NSCocoa"))
        #expect(answer.error.split(separator: "\n").count == 1)
    }

    /// The largest size a file may have stands for a full disk: events fit, checkpoints do not.
    @Test func whatDoesNotFitIsSaidAndTheLogIsWhole() throws {
        let scratch = try ScratchFolder()
        let run = scratch.path + "/run"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Blocks of 512 bytes. The network's checkpoint takes megabytes.
        process.arguments =
            ["-c", "ulimit -f 600; exec \"$@\"", "sh", Program.path]
            + arguments(try scratch.addImages(), run, steps: 1_000_000, ["--checkpoint-every", "0.05"])
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = scratch.path + "/errors"
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let log = run + "/log.txt"
        let errorLines = {
            String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self).split(separator: "\n")
                .filter { $0.contains("error: ") }
        }
        try wait { !errorLines().isEmpty }
        let told = errorLines()
        #expect(told.count == 1 && told[0].contains("best.safetensors"), "once is enough: \(told)")
        // Training continues; what is written stays readable.
        let events = run + "/events.jsonl"
        try wait { (FileManager.default.contents(atPath: events) ?? Data()).count { $0 == UInt8(ascii: "\n") } > 20 }
        // Nothing half written stays, though an attempt may be under way at any moment.
        try wait { (try? FileManager.default.contentsOfDirectory(atPath: run + "/checkpoints").isEmpty) == true }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
    }

    @Test func aFolderThatComesBackIsWrittenAgain() throws {
        let scratch = try ScratchFolder()
        let run = scratch.path + "/run"
        let checkpoints = run + "/checkpoints"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments(try scratch.addImages(), run, steps: 1_000_000, ["--checkpoint-every", "0.05"])
        for stream in [\Process.standardOutput, \.standardError, \.standardInput] {
            process[keyPath: stream] = FileHandle.nullDevice
        }
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let last = checkpoints + "/last.safetensors"
        try wait { FileManager.default.fileExists(atPath: last) }
        // A file where the folder was.
        try FileManager.default.moveItem(atPath: checkpoints, toPath: run + "/away")
        try scratch.write(Data(), to: "run/checkpoints")
        let log = run + "/log.txt"
        func told(_ words: String) -> Bool { (try? String(contentsOfFile: log, encoding: .utf8))?.contains(words) == true }
        try wait { told("error: ") }
        try FileManager.default.removeItem(atPath: checkpoints)
        try FileManager.default.moveItem(atPath: run + "/away", toPath: checkpoints)
        try wait { told("can be saved again") }
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try Program.run("evaluate", run).code == 0)
    }

    private func wait(until isSo: () -> Bool) throws {
        for _ in 0..<3000 {
            if isSo() { return }
            Thread.sleep(forTimeInterval: 0.01)
        }
        throw TimeOut()
    }

    private struct TimeOut: Error {}
}
