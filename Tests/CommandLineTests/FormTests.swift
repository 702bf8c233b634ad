import Foundation
import PseudoTerminal
import Testing

/// The form of `new` in a real pseudo-terminal: what is found late comes back to it with all answers, and Esc goes back to where it was
/// opened.
@Suite(.serialized) struct FormTests {
    private static let environment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    ]
    private static let down = "\u{1B}OB"
    private static let right = "\u{1B}OC"
    private static let home = "\u{1B}OH"
    private static let end = "\u{1B}OF"

    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        _ = try scratch.addImages()
    }

    private func open(_ arguments: String...) throws -> PseudoTerminal {
        try PseudoTerminal(
            [Program.path] + arguments, environment: Self.environment, columns: 100, rows: 36, folder: scratch.path)
    }

    private func train(_ options: String...) throws {
        let answer = try Program.run(
            ["train", "images", "--input", "1x16x16", "--batch", "4", "--steps", "3", "--threads", "1", "--plain"] + options,
            folder: scratch.path)
        try #require(answer.code == 0, "\(answer.text)")
    }

    /// Goes to a question by its place, from the first, and replaces what it says.
    private func answer(_ place: Int, _ text: String) -> String {
        Self.home + String(repeating: Self.down, count: place) + "\u{15}" + text
    }

    private static let (input, margin, run) = (3, 5, 13)

    enum Late: CaseIterable {
        case oneClass
        case noImages
        case tooSmall
        case folderTaken
        case firstPass
    }

    /// The question that is shown as being at fault, and words of the sentence.
    private func expectation(_ late: Late) -> (question: String, words: String) {
        switch late {
        case .oneClass: ("images", "class")
        case .noImages: ("images", "notes.txt")
        case .tooSmall: ("size of an image", "needs at least 2x2")
        case .folderTaken: ("folder of the run", "runs/mine")
        case .firstPass: ("recipe", "not a number")
        }
    }

    /// Keys that answer so that the training cannot begin.
    private func spoil(_ late: Late) throws -> String {
        switch late {
        case .oneClass:
            for image in 0..<4 { try scratch.write(Data("P5\n2 2\n255\nabcd".utf8), to: "one/class/\(image).pgm") }
            return answer(0, "one")
        case .noImages:
            try scratch.write(Data("no images".utf8), to: "notes.txt")
            return answer(0, "notes.txt")
        case .tooSmall: return answer(Self.input, "1x4x4")
        case .folderTaken:
            try train("--run", "runs/mine")
            return answer(Self.run, "runs/mine")
        case .firstPass: return Self.home + Self.down + Self.right
        }
    }

    private func mend(_ late: Late) -> String {
        switch late {
        case .oneClass, .noImages: answer(0, "images")
        case .tooSmall: answer(Self.input, "1x16x16")
        case .folderTaken: answer(Self.run, "runs/other")
        case .firstPass: Self.home + Self.down + "\u{1B}OD"
        }
    }

    /// A recipe whose weights make all distances no numbers, which only the first pass shows.
    private func writeRecipe() throws {
        let huge = Array(repeating: Float(3e38), count: 2 * 256)
        try scratch.write(
            SafetensorsFile.data(["fc.weight": ([2, 256], huge), "fc.bias": ([2], [0, 0])]), to: "huge.safetensors")
        try scratch.write(
            Data(
                #"{"network": {"input": "1x16x16", "layers": [{"type": "linear", "features": 2, "name": "fc"}]}, "pretrained": "huge.safetensors"}"#
                    .utf8), to: "assets/recipes/broken.json")
    }

    @Test(arguments: Late.allCases) func whatIsFoundLateComesBackToTheForm(late: Late) throws {
        try writeRecipe()
        let terminal = try open("new", "--assets", "assets")
        try terminal.wait(forText: "Begin a training", seconds: 60)
        terminal.type("images" + answer(Self.input, "1x16x16") + answer(Self.margin, "1.5"))
        try terminal.wait(forText: "1.5")
        terminal.type(try spoil(late) + Self.end + "\r")
        if late == .firstPass {
            try terminal.wait(forText: "✗ failed", seconds: 120)
            terminal.type("q")
        }
        let (question, words) = expectation(late)
        try terminal.wait(for: "the form with its question at fault", seconds: 120) {
            $0.screen.text.contains("✗ \(question) ") && $0.screen.text.contains("─ \(question) ─")
                && $0.screen.text.contains(words)
        }
        #expect(terminal.screen.text.contains("1.5"), "all answers stay")
        if late != .oneClass, late != .noImages { #expect(terminal.screen.text.contains("  images  ")) }
        // Nothing is left of what did not begin; and what is mended begins.
        let runs = try? FileManager.default.contentsOfDirectory(atPath: scratch.path + "/runs")
        #expect((runs ?? []) == (late == .folderTaken ? ["mine"] : []))
        terminal.type(mend(late) + Self.end + "\r")
        try terminal.wait(forText: "▶ training", seconds: 120)
        terminal.type("q")
        try terminal.wait(forText: "save and stop")
        terminal.type("s")
        #expect(try terminal.exitCode(seconds: 120) == 0)
    }

    /// A wrong answer, and the sentence in the form's words.
    private static let wrongAnswers: [(place: Int, text: String, question: String, sentence: String)] = [
        (0, "no/such/folder", "images", "images: there is no no/such/folder; give a folder of images, or leave it empty"),
        (
            input, "big", "size of an image",
            "size of an image: \"big\" is not a size; write channels x height x width, for example 1x35x35"
        ),
        (input, "1x4x4", "size of an image", "needs at least 2x2"),
        (margin, "-1", "margin", "margin: -1 must be a number above 0 and at most 1,000"),
        (7, "99", "learning rate", "learning rate: 99 must be a number above 0 and at most 10"),
        (8, "1", "pairs in a batch", "pairs in a batch: 1 holds no genuine and impostor pair together; give at least 2"),
        (9, "x", "epochs", "epochs: x must be a whole number from 1 to"),
        (12, "-1", "seed", "seed: -1 must be a whole number from 0 to"),
        (run, "runs/mine", "folder of the run", "folder of the run: runs/mine already holds a run; choose another folder"),
    ]

    /// What the screen says, without its line breaks.
    private func said(_ terminal: PseudoTerminal) -> String {
        terminal.screen.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }

    private func isMarked(_ question: String, _ terminal: PseudoTerminal) -> Bool {
        terminal.screen.text.contains("✗ \(question) ")
    }

    /// In a narrow window too: the mark and the whole sentence stay, with Enter the cursor as well, until the answer is right.
    @Test(arguments: ["\r", "\u{1B}OB", "\t", "\u{1B}[Z", "\u{1B}OF"]) func everyWayOutOfAQuestionChecksItsAnswer(key: String)
        throws
    {
        try train("--run", "runs/mine")
        let terminal = try PseudoTerminal(
            [Program.path, "new"], environment: Self.environment, columns: 80, rows: 24, folder: scratch.path)
        try terminal.wait(forText: "Begin a training", seconds: 60)
        for (place, text, question, sentence) in Self.wrongAnswers {
            terminal.type(answer(place, text) + key)
            try terminal.wait(for: "\(question) marked, with \(sentence)") {
                // The first questions have no room beside the end of the list.
                (isMarked(question, $0) || key == Self.end) && said($0).contains(sentence) && !$0.screen.text.contains("--")
            }
            if key == "\r" { #expect(terminal.screen.text.contains("▸✗ \(question) "), "the cursor stays") }
            // Elsewhere something is answered, and it is still marked.
            let elsewhere = place == Self.margin ? 8 : Self.margin
            terminal.type(answer(elsewhere, "2") + Self.down)
            try terminal.wait(for: "the answer elsewhere") { said($0).contains(sentence) }
            terminal.type(answer(place, "") + Self.down)
            try terminal.wait(for: "\(question) without a mark") { !$0.screen.text.contains("✗") }
        }
        terminal.type("\u{1B}")
        try terminal.wait(forText: "Discard the answers? y/n")
        terminal.type("n")
        try terminal.wait(for: "the form") { !$0.screen.text.contains("Discard") }
        terminal.type("\u{1B}")
        try terminal.wait(forText: "Discard the answers? y/n")
        terminal.type("y")
        #expect(try terminal.exitCode(seconds: 60) == 0)
    }

    /// Answers that are right alone and wrong together.
    @Test func answersAreHeldAgainstEachOther() throws {
        let terminal = try open("new")
        try terminal.wait(forText: "Begin a training", seconds: 60)
        terminal.type(answer(9, "3") + answer(10, "2") + Self.down)
        try terminal.wait(for: "minutes") {
            isMarked("minutes", $0) && said($0).contains("minutes: epochs and minutes exclude each other; leave it empty")
        }
        terminal.type(answer(10, "") + answer(Self.margin, "3") + Self.down)
        try terminal.wait(for: "no mark") { !$0.screen.text.contains("✗") }
        // The loss that comes before chooses whether there is a margin: nt-xent is the fifth.
        terminal.type(answer(4, "") + String(repeating: Self.right, count: 5) + "\t")
        try terminal.wait(for: "margin") { isMarked("margin", $0) && said($0).contains("loss has no margin; leave it empty") }
        terminal.type("\u{3}\u{3}")
        #expect(try terminal.exitCode(seconds: 60) == 0)
    }

    /// The form is back in Runs where it was opened, after a training that has ended and in a run that is only looked at.
    @Test(arguments: [true, false]) func escapeGoesBackToRuns(isLive: Bool) throws {
        try train("--run", "runs/other")
        let terminal: PseudoTerminal
        if isLive {
            terminal = try open(
                "train", "images", "--input", "1x16x16", "--batch", "4", "--steps", "3", "--threads", "1", "--run", "runs/mine")
            try terminal.wait(forText: "✓ finished", seconds: 120)
        } else {
            try train("--run", "runs/mine")
            terminal = try open("watch", "mine")
            try terminal.wait(forText: "✓ finished · read-only", seconds: 60)
        }
        for _ in 0..<2 {
            terminal.type("8")
            try terminal.wait(forText: "other", seconds: 60)
            terminal.type("N")
            try terminal.wait(forText: "Begin a training", seconds: 60)
            terminal.type("x\u{1B}")
            try terminal.wait(forText: "Discard the answers? y/n")
            terminal.type("y")
            try terminal.wait(for: "Runs") { !$0.screen.text.contains("Begin a training") && $0.screen.text.contains("other") }
        }
        terminal.type("q")
        #expect(try terminal.exitCode(seconds: 60) == 0)
        #expect(!terminal.screen.isAlternate)
    }

    /// A run that cannot be resumed is no reason to end the screen.
    @Test func whatCannotBeResumedIsSaidInRuns() throws {
        try train("--run", "runs/mine")
        let manifest = scratch.path + "/runs/stopped"
        try FileManager.default.copyItem(atPath: scratch.path + "/runs/mine", toPath: manifest)
        let events = try String(contentsOfFile: manifest + "/events.jsonl", encoding: .utf8)
        let unfinished = events.split(separator: "\n").filter { !$0.hasPrefix(#"{"finished""#) }.joined(separator: "\n") + "\n"
        try scratch.write(Data(unfinished.utf8), to: "runs/stopped/events.jsonl")
        let terminal = try open("watch", "mine")
        try terminal.wait(forText: "✓ finished · read-only", seconds: 60)
        terminal.type("8")
        try terminal.wait(forText: "✗ broken off", seconds: 60)
        try FileManager.default.moveItem(atPath: scratch.path + "/images", toPath: scratch.path + "/elsewhere")
        terminal.type(Self.down + "R")
        try terminal.wait(for: "the reason in Runs", seconds: 60) {
            $0.screen.text.contains("✗ broken off") && $0.screen.text.contains("the run's data set ")
        }
        terminal.type("q")
        #expect(try terminal.exitCode(seconds: 60) == 0)
    }
}
