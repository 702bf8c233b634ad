import Foundation
import Testing

/// What a refusal recommends works: each is provoked, and everything that it puts in backquotes is done.
@Suite struct AdviceTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        /// How many mends the message names.
        let mends: Int
        /// Whether all that is named has to be done together.
        var together = false

        init(_ line: String, mends: Int, together: Bool = false) {
            arguments = line.split(separator: " ").map(String.init)
            (self.mends, self.together) = (mends, together)
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        try Self.fill(scratch)
    }

    private static func fill(_ scratch: ScratchFolder) throws {
        _ = try scratch.addImages()
        func copy(_ classes: Int, _ images: Int, to folder: String, group: Bool = false) throws {
            for index in 0..<classes {
                for image in 0..<images {
                    let pixels = (0..<64).map { UInt8(($0 * (index + 3) + image * 11) % 256) }
                    try scratch.write(
                        Data(Data("P5\n8 8\n255\n".utf8) + pixels),
                        to: "\(folder)/\(group ? "group\(index)/" : "")class\(index)/\(image).pgm")
                }
            }
        }
        try copy(2, 8, to: "two")
        try copy(2, 4, to: "two-small")
        try copy(4, 8, to: "four")
        try copy(4, 3, to: "four-small")
        try copy(4, 8, to: "grouped", group: true)
        let tiny = #""layers": [{"type": "flatten"}, {"type": "linear", "features": 4}]"#
        try scratch.write(Data("{\"input\": \"1x8x8\", \(tiny)}".utf8), to: "tiny.json")
        try scratch.write(Data("{\"input\": \"1x8x8\", \(tiny), \"twins\": {\"type\": \"separate\"}}".utf8), to: "twins.json")
        let head = #""head": {"type": "similarity", "layers": [{"type": "linear", "features": 1}]}"#
        try scratch.write(Data("{\"input\": \"1x8x8\", \(tiny), \(head)}".utf8), to: "head.json")
        try scratch.write(Data("{}".utf8), to: "options.json")
        let pairs = (0..<8).flatMap { ["class0/\($0).pgm,class0/\(($0 + 1) % 8).pgm,1", "class0/\($0).pgm,class1/\($0).pgm,0"] }
        for (name, header) in [("unsaid", "label"), ("said", "same")] {
            let list = (["left,right,\(header)"] + pairs).joined(separator: "\n")
            try scratch.write(Data(list.utf8), to: "two/\(name).csv")
        }
        let few = [
            "class0/0.pgm,class0/1.pgm,1", "class0/2.pgm,class0/3.pgm,1", "class0/0.pgm,class1/1.pgm,0",
            "class0/2.pgm,class1/3.pgm,0",
        ]
        try scratch.write(Data((["left,right,same"] + few).joined(separator: "\n").utf8), to: "two/few.csv")
        try scratch.write(Data(#"{"validation": ["class0", "class1"]}"#.utf8), to: "lists.json")
    }

    /// Everything that a training needs which the case is not about.
    private static let training = ["--threads", "1", "--plain"]
    private static let values = [
        "DIR": "fresh", "P": "2", "K": "2", "D": "0.5", "NETWORK": "tiny.json", "NAME": "tiny.json", "FILE": "two/said.csv",
    ]

    private func complete(_ arguments: [String], number: Int) -> [String] {
        guard arguments.first == "train" else { return arguments }
        var line = arguments + Self.training
        if !line.contains("--network") { line += ["--network", "tiny.json"] }
        if !line.contains("--batch"), !line.contains("--classes") { line += ["--batch", "4"] }
        if !["--steps", "--epochs", "--minutes"].contains(where: line.contains) { line += ["--steps", "1"] }
        if !line.contains("--run") { line += ["--run", "run-\(number)"] }
        return line
    }

    private func hold(_ refused: Refused, number: Int) throws {
        let answer = try Program.run(complete(refused.arguments, number: number), folder: scratch.path)
        #expect((64...78).contains(answer.code), "\(refused.testDescription): \(answer.text)")
        // What follows is how the command is used.
        let message = answer.error.components(separatedBy: "\nUsage:")[0]
        var mends = try Advice.commands(in: message, insteadOf: refused.arguments, values: Self.values)
        #expect(mends.count == refused.mends, "\(refused.testDescription): \(message)")
        if refused.together {
            mends = [try Advice.together(in: message, insteadOf: refused.arguments, values: Self.values)]
        }
        for (place, mend) in mends.enumerated() {
            let mended = try Program.run(complete(mend, number: 100 * number + place), folder: scratch.path)
            #expect(mended.code == 0, "\(refused.testDescription) told to \(mend): \(mended.text)")
        }
    }

    @Test func splitsThatCannotBeMade() throws {
        let cases = [
            Refused("train two", mends: 1), Refused("train two-small", mends: 1),
            Refused("train two-small --split-by pair", mends: 1),
            Refused("train four", mends: 2), Refused("train four-small", mends: 1),
            Refused("train grouped --split-by group", mends: 2),
            Refused("train images --split-by group", mends: 2), Refused("train images --split-by pair", mends: 2),
            Refused("train images --validation 0.6 --test 0.5", mends: 2), Refused("train two/few.csv", mends: 1),
        ]
        for (number, refused) in cases.enumerated() { try hold(refused, number: number + 1) }
    }

    @Test func optionsThatDoNotGoTogether() throws {
        let cases = [
            Refused("train images --epochs 1 --steps 1", mends: 1),
            Refused("train images --config options.json --recipe faces --sampler pairs", mends: 2),
            Refused("train images --sampler pairs --classes 3 --images 2", mends: 1),
            Refused("train images --batch 4 --sampler classes", mends: 3, together: true),
            Refused("train images --batch 1", mends: 1),
            Refused("train images --soft-margin", mends: 2), Refused("train images --margin 1 --loss nt-xent", mends: 1),
            Refused("train images --temperature 1", mends: 1), Refused("train images --mining semi-hard", mends: 1),
            Refused("train images --distance euclidean --loss nt-xent", mends: 1), Refused("train images --cache much", mends: 3),
            Refused("train images --freeze 3", mends: 1), Refused("train images --input 2x8x8", mends: 1),
            Refused("train images --embedding 4", mends: 1),
            Refused("train images --criterion latest --early-stopping 2", mends: 1),
            Refused("train images --network head.json --loss contrastive", mends: 1),
            Refused("train images --network head.json --test-time-views mirrors", mends: 1),
            Refused("train images --network twins.json --sampler triplets", mends: 1),
        ]
        for (number, refused) in cases.enumerated() { try hold(refused, number: number + 1) }
        let schedule = try Program.run(complete(["train", "images", "--schedule", "wavy"], number: 99), folder: scratch.path)
        #expect(Advice.parts(of: schedule.error).count > 3)
    }

    @Test func listsOfPairs() throws {
        let cases = [
            Refused("train two/unsaid.csv", mends: 2), Refused("train two/said.csv --labels one-is-different", mends: 1),
            Refused("train two/said.csv --sampler triplets", mends: 1),
            Refused("train two/said.csv --views rotations", mends: 1), Refused("train two/said.csv --split-by group", mends: 1),
            Refused("train two/said.csv --split-lists lists.json", mends: 1),
        ]
        for (number, refused) in cases.enumerated() { try hold(refused, number: number + 1) }
    }

    @Test func runsInUse() throws {
        for (name, network) in [("plain", "tiny.json"), ("twins", "twins.json")] {
            let answer = try Program.run(
                complete(["train", "images", "--network", network, "--run", name], number: 0), folder: scratch.path)
            #expect(answer.code == 0, "\(answer.text)")
        }
        #expect(try Program.run("pairs", "images", "list.csv", folder: scratch.path).code == 0)
        let cases = [
            Refused("train images --run plain", mends: 1), Refused("evaluate plain --way 1", mends: 1),
            Refused("evaluate plain --way 20", mends: 1), Refused("evaluate plain --pairs images", mends: 1),
            Refused("pairs images list.csv", mends: 1), Refused("snapshot plain -o a.txt --scale 3", mends: 2),
            Refused("snapshot plain -o a.txt --size wide", mends: 1), Refused("export plain -o a.onnx --input 1x8x8", mends: 1),
            Refused("export plain -o a.onnx --head b.onnx", mends: 1), Refused("export twins -o a.onnx", mends: 2),
            Refused("duplicates twins images", mends: 1), Refused("duplicates plain images --distance 0", mends: 1),
            Refused("data images --input 2x8x8 --augmented --no-sheet", mends: 1),
        ]
        for (number, refused) in cases.enumerated() { try hold(refused, number: number + 1) }
    }

    /// What is left unprovoked above would show here: whatever a message tells a person to type is in backquotes.
    @Test func whatIsToBeTypedIsInBackquotes() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        let swift = files.filter { $0.pathExtension == "swift" }
        #expect(swift.count > 100)
        for file in swift {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: #/(?:Error|Failure)\(\s*"((?:[^"\\]|\\.)*)"/#) {
                // What is wrong comes first, then what to do.
                let advice = match.1.split(separator: "; ").dropFirst().joined(separator: "; ")
                let bare = advice.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                    .filter { $0.offset % 2 == 0 }.map(\.element).joined()
                #expect(
                    !bare.contains(/(^|\s)--[a-z]/)
                        && !bare.contains(/twinscope (train|evaluate|resume|watch|describe|data|export)/),
                    "\(file.lastPathComponent): \(match.1)")
            }
        }
    }
}
