import Foundation
import Testing

/// `resume` with a length or with settings: what it refuses names the command that works, and the tests run it.
@Suite(.serialized) struct ExtendTests {
    private func train(_ scratch: ScratchFolder, _ run: String, _ options: String...) throws {
        let images = try scratch.addImages()
        let answer = try Program.run(
            ["train", images, "--input", "1x16x16", "--batch", "4", "--threads", "1", "--run", run, "--plain"] + options,
            folder: scratch.path)
        try #require(answer.code == 0, "\(answer.text)")
    }

    private func events(_ run: String, _ scratch: ScratchFolder, kind: String) throws -> [[String: Any]] {
        try String(contentsOfFile: scratch.path + "/\(run)/events.jsonl", encoding: .utf8).split(separator: "\n")
            .filter { $0.hasPrefix("{\"\(kind)\"") }
            .compactMap { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: [String: [String: Any]]]
                return object?[kind]?["_0"]
            }
    }

    private func losses(_ run: String, _ scratch: ScratchFolder) throws -> [String] {
        try events(run, scratch, kind: "step").map { "\($0["step"] ?? "") \($0["loss"] ?? "")" }
    }

    /// The command that a sentence ends with, as a shell would run it.
    private func commanded(_ sentence: String, in scratch: ScratchFolder) throws -> Program.Answer {
        let command = try #require(sentence.firstMatch(of: #/: twinscope (.*)\n/#)?.1, "\(sentence)")
        let words = String(command).split(separator: " ").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "'")) }
        return try Program.run(words + ["--plain"], folder: scratch.path)
    }

    @Test func aCompleteRunSaysWhatWouldMakeItLonger() throws {
        let scratch = try ScratchFolder()
        try train(scratch, "runs/short", "--steps", "20")
        let refused = try Program.run(["resume", "short", "--plain"], folder: scratch.path)
        #expect(refused.code == 64)
        #expect(refused.error.contains("is complete after 20 steps; to train it longer: twinscope resume runs/short --steps 40"))
        let longer = try commanded(refused.error, in: scratch)
        #expect(longer.code == 0 && longer.output.contains("finished after 40 steps"), "\(longer.text)")
        #expect(longer.output.contains("length 20 steps -> 40 steps"))
        try train(scratch, "runs/long", "--steps", "40")
        #expect(try losses("runs/short", scratch) == losses("runs/long", scratch), "to the last bit")
        let fewer = try Program.run(["resume", "short", "--plain", "--steps", "30"], folder: scratch.path)
        #expect(fewer.code == 64 && fewer.error.contains("40 steps behind it"))
        #expect(fewer.error.split(separator: "\n").count == 1)
        #expect(try commanded(fewer.error, in: scratch).output.contains("finished after 80 steps"))
    }

    @Test(arguments: ["cosine", "one-cycle", "exponential", "plateau"])
    func theCommandWorksWhateverTheScheduleHasCome(to schedule: String) throws {
        let scratch = try ScratchFolder()
        try train(scratch, "runs/a b", "--steps", "20", "--schedule", schedule)
        let refused = try Program.run(["resume", "runs/a b", "--plain"], folder: scratch.path)
        #expect(refused.code == 64 && refused.error.contains("'runs/a b'"))
        let command = try #require(refused.error.firstMatch(of: #/: (twinscope .*)\n/#)?.1)
        let shell = try ShellLine.run(String(command) + " --plain", folder: scratch.path)
        #expect(shell.code == 0 && shell.output.contains("finished after 40 steps"), "\(command): \(shell.output)")
        let last = try #require(try events("runs/a b", scratch, kind: "step").first { $0["step"] as? Int == 21 })
        #expect((last["learningRate"] as? Double ?? 0) > 0)
    }

    /// What was asked for, with what it lacks: the schedule that has ended is named, not the one that is to begin.
    @Test(arguments: [
        ("cosine", ["--steps", "35", "--schedule", "step"], "finished after 35 steps", "cosine -> step"),
        ("cosine", ["--steps", "35"], "finished after 35 steps", "cosine -> cosine"),
        ("cosine", ["--steps", "35", "--schedule", "cosine", "--margin", "2"], "finished after 35 steps", "margin 1 -> 2"),
        ("cosine", ["--steps", "15", "--schedule", "exponential"], "finished after 40 steps", "cosine -> exponential"),
        ("constant", ["--steps", "15", "--margin", "2"], "finished after 40 steps", "margin 1 -> 2"),
    ]) func whatIsAskedForIsMendedAndWorks(schedule: String, options: [String], end: String, edit: String) throws {
        let scratch = try ScratchFolder()
        try train(scratch, "runs/a b", "--steps", "20", "--schedule", schedule)
        let refused = try Program.run(["resume", "runs/a b", "--plain"] + options, folder: scratch.path)
        #expect(refused.code == 64 && refused.error.split(separator: "\n").count == 1, "\(refused.error)")
        if options[1] == "35" {
            #expect(refused.error.contains("the cosine schedule has brought the learning rate to 0"), "\(refused.error)")
        }
        let command = try #require(refused.error.firstMatch(of: #/: (twinscope .*)\n/#)?.1, "\(refused.error)")
        let shell = try ShellLine.run(String(command) + " --plain", folder: scratch.path)
        #expect(shell.code == 0 && shell.output.contains(end) && shell.output.contains(edit), "\(command): \(shell.output)")
    }

    @Test func settingsAndThreadsAreEditsOfTheRun() throws {
        let scratch = try ScratchFolder()
        try train(scratch, "runs/a", "--steps", "20")
        let answer = try Program.run(
            [
                "resume", "a", "--plain", "--steps", "30", "--margin", "2", "--learning-rate", "3e-4", "--schedule", "cosine",
                "--threads", "2",
            ], folder: scratch.path)
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("schedule constant -> cosine (learning rate 0.001 -> 0.0003)"))
        #expect(answer.output.contains("Learning rate: 0.0003 now, 0.0001"))
        let edits = try events("runs/a", scratch, kind: "edit")
        #expect(edits.count == 2 && edits.allSatisfy { $0["step"] as? Int == 20 })
        let controls = edits.map { ($0["changes"] as? [[String: Any]] ?? []).compactMap { $0["control"] as? String } }
        #expect(controls == [["threads"], ["duration", "schedule", "margin"]])
        let first = try #require(try events("runs/a", scratch, kind: "step").first { $0["step"] as? Int == 21 })
        #expect(first["margin"] as? Double == 2 && abs((first["learningRate"] as? Double ?? 0) - 3e-4) < 1e-9)
        // It goes on with what it was given: no option is asked for twice.
        let again = try Program.run(["resume", "a", "--plain", "--steps", "35", "--learning-rate", "1e-4"], folder: scratch.path)
        #expect(again.code == 0 && again.output.contains("finished after 35 steps"))
        #expect(try events("runs/a", scratch, kind: "edit").count == 3)
        #expect(try events("runs/a", scratch, kind: "step").last?["margin"] as? Double == 2)
    }

    @Test(arguments: [
        (["--temperature", "0.5"], "contrastive loss has no temperature"), (["--dropout", "0.5"], "the network has no dropout"),
        (["--mining", "semi-hard"], "mines no triplets"), (["--epochs", "2", "--steps", "4"], "exclude each other"),
        (["--margin", "-1"], "--margin"), (["--schedule", "steep"], "give one of `--schedule constant`"),
        (["--threads", "0"], "--threads"),
    ]) func whatCannotBeIsRefusedInASentence(options: [String], reason: String) throws {
        let scratch = try ScratchFolder()
        try train(scratch, "runs/a", "--steps", "10")
        let before = try Data(contentsOf: URL(filePath: scratch.path + "/runs/a/events.jsonl"))
        let answer = try Program.run(["resume", "a", "--plain"] + options, folder: scratch.path)
        #expect(answer.code == 64 && answer.error.contains(reason), "\(answer.text)")
        #expect(try Data(contentsOf: URL(filePath: scratch.path + "/runs/a/events.jsonl")) == before, "the run is as it was")
    }

    @Test func aRunThatEarlyStoppingEndedSaysSo() throws {
        let scratch = try ScratchFolder()
        try train(
            scratch, "runs/a", "--epochs", "50", "--early-stopping", "1", "--evaluate-every", "2", "--learning-rate", "1e-8")
        let refused = try Program.run(["resume", "a", "--plain"], folder: scratch.path)
        #expect(refused.code == 64 && refused.error.contains("by early stopping"), "\(refused.error)")
        let longer = try commanded(refused.error, in: scratch)
        #expect(longer.code == 0, "\(longer.text)")
    }
}

/// A line for the shell, in which `twinscope` is the built program.
private enum ShellLine {
    static func run(_ line: String, folder: String) throws -> (code: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "twinscope() { '\(Program.path)' \"$@\"; }; { \(line); } > shell-output 2>&1"]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try String(contentsOfFile: folder + "/shell-output", encoding: .utf8))
    }
}
