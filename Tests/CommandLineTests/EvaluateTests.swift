import Foundation
import Testing

/// A short run, judged from the command line.
@Suite struct EvaluateTests {
    private let scratch: ScratchFolder
    private let images: String
    private let run: String

    init() throws {
        scratch = try ScratchFolder()
        images = try scratch.addImages()
        run = scratch.path + "/run"
        let answer = try Program.run(
            "train", images, "--input", "1x16x16", "--batch", "4", "--steps", "2", "--threads", "1", "--run", run, "--plain")
        #expect(answer.code == 0, "\(answer.text)")
    }

    @Test func theRunsOwnTestClassesAreJudged() throws {
        let answer = try Program.run("evaluate", run, "--resamples", "20", "--trials", "30")
        #expect(answer.code == 0, "\(answer.text)")
        for words in [
            "Verification: 12 genuine and 16 impostor pairs", "area under ROC", "2-way 1-shot, 30 episodes", "MAP at R",
        ] {
            #expect(answer.output.contains(words), "\(words) is missing in\n\(answer.output)")
        }
        #expect(answer.output.contains("needs 100 impostor pairs"))
        #expect(!answer.text.contains("\u{1B}"))
        let again = try Program.run("evaluate", run, "--resamples", "20", "--trials", "30")
        #expect(again.output == answer.output, "the same seed gives the same figures")
    }

    /// Figures of images that no distance tells apart come with the reason.
    @Test func imagesThatAreAlikeAreNamed() throws {
        for index in 0..<16 {
            try scratch.write(Data("P5\n4 4\n255\n0123456789abcdef".utf8), to: "alike/class\(index / 4)/\(index).pgm")
        }
        let alike = scratch.path + "/alike"
        let answer = try Program.run("evaluate", run, "--on", alike, "--resamples", "0", "--trials", "10")
        #expect(answer.code == 0)
        #expect(
            answer.output.contains(
                "All 16 images have the same embedding, so that no threshold separates genuine from impostor pairs"),
            "\(answer.output)")
        let command = try #require(answer.output.firstMatch(of: #/`twinscope (data .*?)`/#)?.1)
        let shown = try Program.run(String(command).split(separator: " ").map(String.init) + ["--no-sheet"])
        #expect(shown.code == 0, "\(shown.text)")
        let other = try Program.run("evaluate", run, "--on", images, "--resamples", "0", "--trials", "10")
        #expect(!other.output.contains("same embedding"))
    }

    @Test func scriptsGetJSON() throws {
        let answer = try Program.run(
            "evaluate", run, "--on", images, "--resamples", "0", "--json", "--way", "5", "--shot", "2")
        #expect(answer.code == 0, "\(answer.text)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let verification = try #require(report["verification"] as? [String: Any])
        #expect(verification["genuinePairs"] as? Int == 72)
        #expect((verification["curve"] as? [Any])?.isEmpty == false)
        #expect((report["oneShot"] as? [String: Any])?["way"] as? Int == 5)
        #expect((report["retrieval"] as? [String: Any])?["queries"] as? Int == 48)
    }

    @Test func pairsAreJudgedAsTheyAreListed() throws {
        let list = images + "/list.csv"
        #expect(try Program.run("pairs", images, list).code == 0)
        let again = try Program.run("pairs", images, list)
        #expect(again.code == 73 && again.error.contains("is there already"))
        #expect(try Program.run("pairs", images, list, "--force").code == 0)
        let answer = try Program.run("evaluate", run, "--pairs", list, "--resamples", "0")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("of \(list)"))
        #expect(!answer.output.contains("One-shot") && !answer.output.contains("Retrieval"))
    }

    /// A list of images that are not there is not told to be judged by classes that it does not have.
    @Test func aListWithoutASinglePairSaysWhatIsMissing() throws {
        try scratch.write(Data("left,right,same\na.png,b.png,1\nc.png,a.png,0\n".utf8), to: "lost.csv")
        let list = scratch.path + "/lost.csv"
        let answer = try Program.run("evaluate", run, "--pairs", list)
        #expect(answer.code == 65 && answer.error.contains("a.png does not exist"), "\(answer.text)")
        for command in try Advice.parts(of: answer.error).map(Advice.words) {
            let followed = try Program.run(Array(command.dropFirst()) + ["--no-sheet"])
            #expect(followed.output.contains("a.png") && followed.output.contains("b.png"), "\(followed.text)")
        }
    }

    @Test func whatCannotBeDoneGetsASentence() throws {
        let cases: [(arguments: [String], code: Int32, words: String)] = [
            (["evaluate", scratch.path + "/nowhere"], 66, "no run"),
            (["evaluate", run, "--dataset", scratch.path + "/nowhere"], 66, "does not exist"),
            (["evaluate", run, "--on", scratch.path + "/nowhere"], 66, "does not exist"),
            (["evaluate", run, "--one-shot", images], 65, "no run of one-shot trials"),
            (["evaluate", run, "--pairs", images], 65, "lists no pairs"),
            (["evaluate", run, "--way", "20"], 65, "20-way 1-shot needs 20 classes"),
            (["evaluate", run, "--way", "1"], 64, "--way 1"),
            (["evaluate", run, "--resamples", "-3"], 64, "--resamples"),
        ]
        for (arguments, code, words) in cases {
            let answer = try Program.run(arguments)
            #expect(answer.code == code, "\(arguments.dropFirst(2)): \(answer.text)")
            #expect(answer.error.contains(words), "\(arguments.dropFirst(2)): \(answer.text)")
            #expect(answer.error.split(separator: "\n").count <= 2, "\(answer.error)")
        }
    }
}
