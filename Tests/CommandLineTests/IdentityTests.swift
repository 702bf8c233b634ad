import Foundation
import Testing

/// A run is never judged on what it was trained on without a word, however its data set is called and wherever the command is given.
@Suite struct IdentityTests {
    private let scratch: ScratchFolder
    private let images: String
    private let run: String
    private let quick = ["--resamples", "0", "--trials", "10"]

    init() throws {
        scratch = try ScratchFolder()
        images = scratch.path + "/images"
        // No image is like another one, so that each is known by its content.
        for index in 0..<12 {
            for image in 0..<4 {
                let pixels = (0..<256).map { UInt8(($0 * (index + 3) + image * 31) % 251) }
                try scratch.write(Data(Data("P5\n16 16\n255\n".utf8) + pixels), to: "images/class\(index + 10)/\(image).pgm")
            }
        }
        run = scratch.path + "/run"
        let answer = try Program.run(
            "train", "images", "--input", "1x16x16", "--batch", "4", "--steps", "2", "--threads", "1", "--run", "run", "--plain",
            folder: scratch.path)
        #expect(answer.code == 0, "\(answer.text)")
    }

    private func evaluate(_ more: String..., folder: String? = nil) throws -> Program.Answer {
        try Program.run(["evaluate", run] + quick + more, folder: folder)
    }

    private func firstTestClass() throws -> String {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: run + "/run.json")))
        let data = try #require((json as? [String: Any])?["data"] as? [String: Any])
        return try #require((data["test"] as? [[String: Any]])?.first?["name"] as? String)
    }

    @Test func theCommandMayBeGivenAnywhere() throws {
        let here = try Program.run(["evaluate", "run"] + quick, folder: scratch.path)
        let there = try evaluate(folder: "/")
        #expect(here.code == 0 && there.code == 0, "\(there.text)")
        #expect(here.output.split(separator: "\n").dropFirst() == there.output.split(separator: "\n").dropFirst())
        #expect(!there.output.contains("trained on"))
    }

    /// Another data set of the same name lies where the command is given.
    @Test func aNamesakeOfTheDataSetIsNotTakenForIt() throws {
        let other = try ScratchFolder()
        _ = try other.addImages(classes: 12, images: 5, side: 12)
        let answer = try evaluate(folder: other.path)
        #expect(answer.code == 0 && answer.output.contains("12 genuine and 16 impostor pairs"), "\(answer.text)")
    }

    @Test func aRenamedTestClassIsRefusedWithCommandsThatWork() throws {
        let name = try firstTestClass()
        let moved = scratch.path + "/as it was"
        try FileManager.default.copyItem(atPath: images, toPath: moved)
        try FileManager.default.moveItem(atPath: "\(images)/\(name)", toPath: "\(images)/zebra")
        for command in [["evaluate", run] + quick, ["report", run, "-o", scratch.path + "/page.html"]] {
            let answer = try Program.run(command)
            #expect(answer.code == 65 && answer.error.split(separator: "\n").count == 1, "\(answer.text)")
            #expect(answer.error.contains("\"\(name)\" is missing and \"zebra\" is new"), "\(answer.text)")
            let mends = try Advice.commands(in: answer.error, insteadOf: command, values: ["DIR": moved])
            #expect(mends.count == 2)
            for mend in mends {
                let mended = try Program.run(mend)
                #expect(mended.code == 0, "\(mend): \(mended.text)")
            }
        }
    }

    @Test func figuresOnTrainedClassesSaySoFirst() throws {
        let own = try evaluate("--on", images)
        let line = own.output.split(separator: "\n").first ?? ""
        #expect(
            line.contains("8 of 12 classes were trained on (32 of 48 images), 2 more were used for model selection"),
            "\(line)")
        let list = images + "/list.csv"
        #expect(try Program.run("pairs", images, list).code == 0)
        let pairs = try Program.run(["evaluate", run, "--resamples", "0", "--pairs", list])
        #expect(pairs.output.split(separator: "\n").first?.contains("were trained on") == true, "\(pairs.text)")
        let json = try Program.run(["evaluate", run, "--json"] + quick + ["--on", images])
        let report = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        for figure in ["verification", "oneShot", "retrieval"] {
            let trained = (report[figure] as? [String: Any])?["trainedOn"] as? [String: Any]
            #expect(trained?["trainedClasses"] as? Int == 8 && trained?["trainedImages"] as? Int == 32, "\(figure)")
        }
    }

    @Test func whatMovedIsFoundByEveryCommandThroughTheSameOption() throws {
        let moved = scratch.path + "/moved"
        try FileManager.default.moveItem(atPath: images, toPath: moved)
        let lost = try evaluate()
        #expect(lost.code == 66 && lost.error.contains("`--dataset DIR`"), "\(lost.text)")
        for mend in try Advice.commands(in: lost.error, insteadOf: ["evaluate", run] + quick, values: ["DIR": moved]) {
            #expect(try Program.run(mend).code == 0)
        }
        let page = scratch.path + "/page.html"
        let bare = try Program.run("report", run, "-o", page)
        #expect(bare.code == 0 && bare.error.contains("pictures are left out"), "\(bare.text)")
        #expect(try !String(contentsOfFile: page, encoding: .utf8).contains("<img"))
        #expect(try Program.run("report", run, "-o", page, "--dataset", moved).code == 0)
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("<img"))
        for command in ["evaluate", "report", "resume", "watch", "snapshot"] {
            let help = try Program.run(command, "--help").output
            #expect(help.contains(/--dataset <PATH>\s+The run's data set, if it has moved\./), "\(command)")
        }
    }
}
