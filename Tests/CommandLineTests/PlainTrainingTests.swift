import Foundation
import Testing

/// Short trainings without a screen.
@Suite struct PlainTrainingTests {
    private func train(_ images: String, in scratch: ScratchFolder, run: String, seed: Int = 7) throws -> Program.Answer {
        try Program.run(
            "train", images, "--input", "1x16x16", "--batch", "4", "--steps", "3", "--threads", "1", "--seed", "\(seed)", "--run",
            scratch.path + "/" + run, "--plain")
    }

    /// The losses of the steps as they were written, to the last digit.
    private func losses(of run: String, in scratch: ScratchFolder) throws -> [Substring] {
        let events = try String(contentsOfFile: scratch.path + "/\(run)/events.jsonl", encoding: .utf8)
        return events.matches(of: #/"loss":(?<loss>[-+.eE0-9]+)/#).map(\.loss)
    }

    @Test func aRunIsLeftBehind() throws {
        let scratch = try ScratchFolder()
        let answer = try train(scratch.addImages(), in: scratch, run: "first")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("finished after 3 steps"))
        #expect(!answer.text.contains("\u{1B}"), "no escape sequence where there is no terminal")
        for file in ["run.json", "events.jsonl", "checkpoints/best.safetensors", "checkpoints/last.safetensors"] {
            #expect(scratch.contains("first/" + file), "\(file) is missing")
        }
    }

    @Test func theSameSeedGivesTheSameLosses() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        for (run, seed) in [("first", 7), ("second", 7), ("third", 8)] {
            #expect(try train(images, in: scratch, run: run, seed: seed).code == 0)
        }
        let first = try losses(of: "first", in: scratch)
        #expect(first.count >= 3)
        #expect(try losses(of: "second", in: scratch) == first)
        #expect(try losses(of: "third", in: scratch) != first)
    }

    @Test func aBrokenImageIsLeftOut() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        try scratch.write(Data("P5\n16 16\n255\n".utf8), to: "images/class10/broken.pgm")
        let answer = try train(images, in: scratch, run: "first")
        #expect(answer.code == 0)
        #expect(answer.text.contains("broken.pgm"))
        #expect(answer.output.contains("finished after 3 steps"))
    }

    @Test func anExistingRunIsNotOverwritten() throws {
        let scratch = try ScratchFolder()
        let images = try scratch.addImages()
        #expect(try train(images, in: scratch, run: "first").code == 0)
        let before = try losses(of: "first", in: scratch)
        let answer = try train(images, in: scratch, run: "first", seed: 9)
        #expect((64...78).contains(answer.code))
        #expect(try losses(of: "first", in: scratch) == before)
    }
}
