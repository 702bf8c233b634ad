import Foundation
import Testing

/// What a verdict advises in plain lines and in reports is a command, and the command works: trainings go wrong on purpose, and
/// everything in backquotes is done.
@Suite(.serialized) struct VerdictAdviceTests {
    private let scratch: ScratchFolder
    private static let network = #"""
        {"input": "1x8x8", "layers": [
          {"type": "convolution", "channels": 8, "kernel": 3, "padding": 1}, {"type": "relu"}, {"type": "max-pool", "kernel": 2},
          {"type": "flatten"}, {"type": "linear", "features": 8}]}
        """#

    init() throws {
        scratch = try ScratchFolder()
        try scratch.write(Data(Self.network.utf8), to: "tiny.json")
        for index in 0..<12 {
            for image in 0..<6 {
                let pixels = (0..<64).map { UInt8(($0 * (index + 3) + image * 11) % 256) }
                let file = Data("P5\n8 8\n255\n".utf8) + pixels
                try scratch.write(file, to: "my images/class\(index)/\(image).pgm")
                try scratch.write(
                    Data("P5\n8 8\n255\n".utf8) + (0..<64).map { UInt8($0 * 3) }, to: "alike/class\(index)/\(image).pgm")
            }
        }
    }

    private func train(_ images: String, _ options: String) throws -> Program.Answer {
        let answer = try Program.run(
            [
                "train", images, "--network", "tiny.json", "--batch", "8", "--steps", "120", "--evaluate-every", "20",
                "--threads", "1",
            ]
                + ["--run", "runs/a b", "--plain"] + options.split(separator: " ").map(String.init), folder: scratch.path)
        // A training that goes wrong may end with numbers that are none.
        try #require([0, 70].contains(answer.code), "\(answer.text)")
        return answer
    }

    /// Does all that a text puts in backquotes.
    private func follow(_ text: String, _ beginnings: [String]) throws {
        let commands = try Advice.parts(of: text).map(Advice.words)
        #expect(commands.map { $0.prefix(2).joined(separator: " ") } == beginnings, "\(text)")
        for command in commands {
            let plain = ["train", "resume"].contains(command.dropFirst().first) ? ["--plain"] : []
            let sheet = command.dropFirst().first == "data" ? ["--no-sheet"] : []
            let answer = try Program.run(Array(command.dropFirst()) + plain + sheet, folder: scratch.path)
            #expect(answer.code == 0, "\(command): \(answer.text)")
        }
    }

    private func verdict(in text: String, _ kind: String) throws -> String {
        try #require(
            text.split(separator: "\n").map(String.init).last { $0.hasPrefix("verdict ") && $0.contains(kind) }, "\(text)")
    }

    @Test(arguments: [
        ("too slow", "--learning-rate 1e-7", ["twinscope train"]),
        ("diverging", "--learning-rate 1", ["twinscope train"]),
        ("diverging", "--optimizer sgd --margin 1000", ["twinscope resume"]),
        ("too slow", "--optimizer sgd --clip 1e-7", ["twinscope train"]),
    ])
    func whatIsAdvisedWorks(kind: String, options: String, commands: [String]) throws {
        let live = try train("my images", options).output
        // Nothing is typed into lines of text.
        #expect(!live.contains(" (:") && !live.contains("DATASET"))
        let stopFirst = try verdict(in: live, kind)
        #expect(
            stopFirst.contains("stop the training, then `twinscope resume 'runs/a b'") || options.contains("clip"), "\(stopFirst)"
        )
        let watched = try Program.run("watch", "runs/a b", "--plain", folder: scratch.path)
        let report = try Program.run("report", "runs/a b", "-o", "page.html", "--no-pictures", folder: scratch.path)
        #expect(report.code == 0, "\(report.text)")
        let page = try String(contentsOfFile: scratch.path + "/page.html", encoding: .utf8)
        #expect(page.contains("<code>\(commands[0]) ") && !page.contains("(:lr"))
        let advised = try verdict(in: watched.output, kind)
        // A training that came to its end says by itself what is left to do.
        let last = live.split(separator: "\n").map(String.init).last { $0.hasPrefix("advice ") }
        let stands = try verdict(in: live, " ").contains(kind) && live.contains("finished after")
        #expect(last.map { advised.contains($0.dropFirst(10)) } == (stands ? true : nil), "\(live)")
        try follow(advised, commands)
    }

    /// As a run is that was killed.
    @Test func whatIsAdvisedToARunThatWasBrokenOffWorks() throws {
        _ = try train("my images", "--learning-rate 1e-7")
        let file = scratch.path + "/runs/a b/events.jsonl"
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").filter {
            !$0.hasPrefix("{\"finished\"")
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
        let watched = try Program.run("watch", "runs/a b", "--plain", folder: scratch.path)
        try follow(verdict(in: watched.output, "too slow"), ["twinscope resume"])
    }

    @Test func theImagesAreNamedThatAreToBeLookedAt() throws {
        let live = try train("alike", "")
        try follow(verdict(in: live.output, "all images alike"), ["twinscope data"])
    }

    /// The verdict that stood is told where the run goes on, and a page tells it once.
    @Test func aVerdictIsStillThereAfterAResume() throws {
        _ = try train("my images", "--learning-rate 1e-7")
        let resumed = try Program.run("resume", "runs/a b", "--steps", "140", "--plain", folder: scratch.path)
        #expect(resumed.code == 0 && resumed.output.contains("too slow: "), "\(resumed.text)")
        #expect(!resumed.output.contains("too early"))
        _ = try Program.run("report", "runs/a b", "-o", "page.html", "--no-pictures", folder: scratch.path)
        let page = try String(contentsOfFile: scratch.path + "/page.html", encoding: .utf8)
        #expect(page.components(separatedBy: "<td>verdict</td>").count == 2)
        let watched = try Program.run("watch", "runs/a b", "--plain", folder: scratch.path)
        #expect(watched.output.components(separatedBy: "\nverdict ").count == 2, "\(watched.output)")
    }
}
