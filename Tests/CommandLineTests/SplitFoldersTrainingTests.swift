import Foundation
import Testing

/// Trainings on folders that are a split already.
@Suite struct SplitFoldersTrainingTests {
    /// Six images for training, two for validation and two for the test of each of four things, no two alike.
    private func write(_ scratch: ScratchFolder) throws -> String {
        for thing in 0..<4 {
            for (folder, range) in [("train", 0..<6), ("val", 6..<8), ("test", 8..<10)] {
                for index in range {
                    let pixels = (0..<256).map { UInt8(($0 * (thing + 1) + 13 * index + thing) % 256) }
                    try scratch.write(
                        Data("P5\n16 16\n255\n".utf8) + Data(pixels), to: "set/\(folder)/thing\(thing)/\(index).pgm")
                }
            }
        }
        return scratch.path + "/set"
    }

    private func train(_ images: String, _ scratch: ScratchFolder, run: String, _ options: [String] = []) throws -> Program.Answer
    {
        try Program.run(
            ["train", images, "--input", "1x16x16", "--batch", "4", "--steps", "2", "--threads", "1", "--run"]
                + [scratch.path + "/" + run, "--plain"] + options)
    }

    @Test func theFoldersAreTheSplit() throws {
        let scratch = try ScratchFolder()
        let images = try write(scratch)
        let answer = try train(images, scratch, run: "run")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.text.contains("The folders train, val and test are the split"))
        let manifest = try String(contentsOfFile: scratch.path + "/run/run.json", encoding: .utf8)
        #expect(manifest.contains("\"splitFolders\""))
        let survey = try Program.run("data", images, "--no-sheet")
        #expect(survey.output.contains("classes  4 (10 images each)"), "\(survey.text)")
        #expect(survey.output.contains("train 24 of 4 classes, val 8 of 4 classes, test 8 of 4 classes"))
        #expect(survey.output.contains("40: 40 used"))
    }

    /// A share beside a folder is refused, and what the sentence recommends works.
    @Test func sharesBesideFoldersAreRefused() throws {
        let scratch = try ScratchFolder()
        let images = try write(scratch)
        for option in [["--test", "0.3"], ["--validation", "0.3"]] {
            let answer = try train(images, scratch, run: "refused", option)
            #expect(answer.code == 64 && answer.error.contains("--split-by class"), "\(answer.text)")
            #expect(!scratch.contains("refused"))
        }
        for unit in ["pair", "class"] {
            let shares = unit == "pair" ? ["--test", "0.3", "--validation", "0.3"] : ["--test", "0", "--validation", "0.5"]
            let answer = try train(images, scratch, run: unit, ["--split-by", unit] + shares)
            #expect(answer.code == 0, "\(answer.text)")
        }
    }

    /// Training refuses bytes that are in training and in the test, and its remedy works.
    @Test func theSameBytesInTrainingAndTestAreRefused() throws {
        let scratch = try ScratchFolder()
        let images = try write(scratch)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: images + "/train/thing1/3.pgm"))
        try scratch.write(bytes, to: "set/test/thing1/9.pgm")
        let answer = try train(images, scratch, run: "refused")
        #expect(answer.code == 65, "\(answer.text)")
        #expect(answer.error.contains("train/thing1/3.pgm and test/thing1/9.pgm") && answer.error.contains("--split-by pair"))
        #expect(!scratch.contains("refused"))
        #expect(try Program.run("data", images, "--no-sheet").output.contains("error: the same bytes"))
        let divided = try train(images, scratch, run: "divided", ["--split-by", "pair"])
        #expect(divided.code == 0, "\(divided.text)")
    }
}
