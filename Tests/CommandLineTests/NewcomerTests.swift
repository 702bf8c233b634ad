import Foundation
import Testing

/// What a newcomer tries, right and wrong.
@Suite struct NewcomerTests {
    @Test(arguments: [
        ["--help"], ["new", "--help"], ["watch", "--help"], ["snapshot", "--help"], ["train", "--help"], ["describe", "--help"],
        ["generate", "--help"], ["generate", "glyphs", "--help"],
    ])
    func helpIsEverywhere(arguments: [String]) throws {
        let answer =
            try arguments.count == 3
            ? Program.run(arguments[0], arguments[1], arguments[2])
            : arguments.count == 2 ? Program.run(arguments[0], arguments[1]) : Program.run(arguments[0])
        #expect(answer.code == 0)
        #expect(answer.output.contains("USAGE: twinscope"))
        #expect(answer.error.isEmpty)
    }

    @Test(arguments: [
        ["--margin=-1"], ["--margin=nan"], ["--learning-rate=0"], ["--batch=1"], ["--epochs=0"], ["--steps=many"],
        ["--minutes=-2"], ["--threads=0"], ["--optimizer=magic"], ["--loss=none"], ["--seed=-1"], ["--no-such-option"],
        ["--steps=3", "--epochs=2"],
    ])
    func wrongOptionsAreRefused(options: [String]) throws {
        let answer = try Program.run("train", options[0], options.count > 1 ? options[1] : "--plain")
        #expect(answer.code == 64)
        #expect(answer.error.hasPrefix("twinscope: "))
        #expect(answer.output.isEmpty)
    }

    @Test func aMissingFolderIsNamed() throws {
        let answer = try Program.run("train", "no/such/folder", "--plain")
        #expect(answer.code == 66)
        expectOneSentence(answer, "no/such/folder")
    }

    @Test func aFolderWithoutImagesIsRefused() throws {
        let scratch = try ScratchFolder()
        let answer = try Program.run("train", scratch.path, "--plain", folder: scratch.path)
        #expect((64...78).contains(answer.code))
        expectOneSentence(answer, scratch.path)
        #expect(!scratch.contains("runs"))
    }

    @Test func classesOfOneImageAreRefused() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages(classes: 12, images: 1)
        let answer = try Program.run("train", images, "--input", "1x16x16", "--plain", folder: scratch.path)
        #expect((64...78).contains(answer.code))
        #expect(answer.error.hasPrefix("twinscope: "))
    }

    @Test func aNetworkThatCannotWorkIsExplained() throws {
        let answer = try Program.run("describe", "koch", "--input", "1x28x28")
        #expect(answer.code == 78)
        expectOneSentence(answer, "conv3")
    }

    @Test func networksAreDescribed() throws {
        let answer = try Program.run("describe", "conv4", "--input", "1x28x28", "--json")
        #expect(answer.code == 0)
        let object = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
        #expect(object?["input"] as? [Int] == [1, 28, 28])
        #expect((object?["layers"] as? [Any])?.isEmpty == false)
        #expect(try Program.run("describe", "conv4").output.contains("conv1"))
    }

    @Test func glyphsAreDrawn() throws {
        let scratch = try ScratchFolder()
        let answer = try Program.run("generate", "glyphs", scratch.path + "/glyphs")
        #expect(answer.code == 0)
        let files = try FileManager.default.subpathsOfDirectory(atPath: scratch.path + "/glyphs").filter { $0.hasSuffix(".png") }
        #expect(files.count >= 60 * 20)
    }

    private func expectOneSentence(_ answer: Program.Answer, _ word: String) {
        #expect(answer.error.hasPrefix("twinscope: "))
        #expect(answer.error.contains(word))
        #expect(answer.error.split(separator: "\n").count == 1)
        #expect(answer.output.isEmpty)
    }
}
