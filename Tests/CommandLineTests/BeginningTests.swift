import Foundation
import Testing

/// Where training cannot begin, a sentence says why and nothing is left on disk.
@Suite struct BeginningTests {
    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        _ = try scratch.addImages()
    }

    private func train(_ options: String...) throws -> Program.Answer {
        try Program.run(
            ["train", "images", "--input", "1x16x16", "--steps", "2", "--threads", "1", "--plain"] + options,
            folder: scratch.path)
    }

    private func network(_ layers: String) throws {
        try scratch.write(Data(#"{"input": "1x16x16", "layers": [\#(layers)]}"#.utf8), to: "network.json")
    }

    @Test func aSlopeThatCannotBeTrainedIsRefusedByDescribeToo() throws {
        try network(#"{"type": "leaky-relu", "slope": -0.1}, {"type": "linear", "features": 2}"#)
        for answer in [
            try Program.run("describe", "network.json", folder: scratch.path), try train("--network", "network.json"),
        ] {
            #expect(answer.code != 0 && answer.error.contains("relu1 needs a slope from 0 to 1000"), "\(answer.text)")
        }
        #expect(!scratch.contains("runs"))
    }

    /// Whatever else fails before the first step: here the embeddings are infinite, and so all distances are no numbers.
    @Test(arguments: ["runs/new", "there"]) func aRunThatFailsBeforeItsFirstStepIsTakenBack(_ folder: String) throws {
        try network(#"{"type": "linear", "features": 2, "name": "fc"}"#)
        let huge = Array(repeating: Float(3e38), count: 2 * 256)
        try scratch.write(
            SafetensorsFile.data(["fc.weight": ([2, 256], huge), "fc.bias": ([2], [0, 0])]), to: "huge.safetensors")
        if folder == "there" { try scratch.write(Data("mine".utf8), to: "there/log.txt") }
        let answer = try train("--network", "network.json", "--pretrained", "huge.safetensors", "--run", folder)
        #expect(answer.code != 0 && answer.error.contains("not a number"), "\(answer.text)")
        #expect(answer.output.contains("nothing is kept"))
        if folder == "there" {
            let left = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/there")
            #expect(left == ["log.txt"], "what was there before stays, and nothing else")
        } else {
            #expect(!scratch.contains("runs"))
        }
    }

    /// Momentum 0 keeps the statistics of a batch normalization as they are, averaged weights or not.
    @Test(arguments: ["0", "1e-8", "1"]) func averagedWeightsHaveFiniteStatistics(_ momentum: String) throws {
        try network(
            #"{"type": "convolution", "channels": 2, "kernel": 3}, {"type": "batch-norm", "momentum": \#(momentum), "name": "bn"}, {"type": "linear", "features": 2}"#
        )
        let answer = try train("--network", "network.json", "--average", "0.9", "--run", "run")
        #expect(answer.code == 0, "\(answer.text)")
        let tensors = try SafetensorsFile.tensors(in: scratch.path + "/run/checkpoints/last.safetensors")
        #expect(tensors["bn.running_mean"]?.allSatisfy(\.isFinite) == true)
        #expect(tensors["bn.running_var"]?.allSatisfy { $0.isFinite && $0 > 0 } == true)
        if momentum == "0" { #expect(tensors["bn.running_mean"] == [0, 0] && tensors["bn.running_var"] == [1, 1]) }
    }

    // MARK: Lists of pairs

    private func list(_ name: String, _ pairs: [(String, String, Int)], header: String = "left,right,same") throws {
        let lines = pairs.map { "images/\($0.0).pgm,images/\($0.1).pgm,\($0.2)" }
        try scratch.write(Data(([header] + lines).joined(separator: "\n").utf8), to: name)
    }

    /// Genuine pairs that form one chain, and impostor pairs across it.
    @Test func aListThatLinksAllImagesSaysSoAndTrains() throws {
        let images = (10..<18).flatMap { index in (0..<4).map { "class\(index)/\($0)" } }
        let chain = zip(images, images.dropFirst()).map { ($0, $1, 1) }
        let across = (0..<16).map { (images[$0], images[$0 + 16], 0) }
        try list("kin.csv", chain + across)
        let answer = try Program.run(
            "train", "kin.csv", "--input", "1x16x16", "--batch", "4", "--steps", "2", "--threads", "1", "--run", "run", "--plain",
            folder: scratch.path)
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("the genuine pairs link all 32 images to each other, so 16 of 16 impostor pairs"))
        #expect(!answer.text.contains("broken"))
        let data = try Program.run("data", "kin.csv", "--no-sheet", folder: scratch.path)
        #expect(
            data.code == 0 && data.output.contains("16 of 16 impostor pairs are of images that genuine pairs link"),
            "\(data.text)")
        // One component is one identity: to resample it says nothing.
        let judged = try Program.run("evaluate", "run", "--pairs", "kin.csv", "--resamples", "50", "--json", folder: scratch.path)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(judged.output.utf8)) as? [String: Any])
        let rate = try #require((report["verification"] as? [String: Any])?["equalErrorRate"] as? [String: Any])
        #expect(rate["value"] is NSNumber && !(rate["low"] is NSNumber))
    }

    @Test func aListWithoutImpostorsSaysSo() throws {
        try list("same.csv", [("class10/0", "class10/1", 1), ("class10/1", "class10/2", 1), ("class10/2", "class10/3", 1)])
        let answer = try Program.run("train", "same.csv", "--input", "1x16x16", "--steps", "2", "--plain", folder: scratch.path)
        #expect(answer.code == 65 && answer.error.contains("of impostor pairs the data set has 0"), "\(answer.text)")
        #expect(!answer.text.contains("broken"))
    }

    // MARK: Classes of one image

    /// They are no queries, but everything that is looked for must be told from them too.
    @Test func classesOfOneImageStayInTheGallery() throws {
        let trained = try train("--batch", "4", "--run", "run")
        try #require(trained.code == 0, "\(trained.text)")
        for index in 10..<13 {
            for image in 0..<(index == 12 ? 1 : 4) {
                let file = "images/class\(index)/\(image).pgm"
                try scratch.write(
                    Data(contentsOf: URL(fileURLWithPath: scratch.path + "/" + file)), to: "other/c\(index)/\(image).pgm")
            }
        }
        let answer = try Program.run("evaluate", "run", "--on", "other", "--resamples", "0", "--json", folder: scratch.path)
        #expect(answer.code == 0, "\(answer.text)")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
        let retrieval = try #require(report["retrieval"] as? [String: Any])
        #expect(retrieval["images"] as? Int == 9 && retrieval["queries"] as? Int == 8)
        let verification = try #require(report["verification"] as? [String: Any])
        #expect(verification["genuinePairs"] as? Int == 12 && verification["identities"] as? Int == 3)
    }
}
