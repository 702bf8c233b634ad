import Foundation
import Testing

/// `--config`: as much as a person wants to write, and the whole of it in `run.json`.
@Suite struct ConfigurationTests {
    private func train(_ scratch: ScratchFolder, _ configuration: String) throws -> Program.Answer {
        let images = try scratch.addImages()
        try scratch.write(Data(configuration.utf8), to: "configuration.json")
        return try Program.run(
            "train", images, "--config", "configuration.json", "--run", "run", "--plain", folder: scratch.path)
    }

    @Test func whatIsLeftOutIsFilledInAndLandsInTheRun() throws {
        let scratch = try ScratchFolder()
        let answer = try train(
            scratch,
            #"""
            {"network": "conv4", "input": "1x16x16", "initialization": "glorot", "freeze": 1, "options": {
              "loss": {"contrastive": {"margin": 1.5}}, "optimizer": "adamw", "schedule": {"cosine": {"end": 0.1}},
              "sampling": {"pairs": {"count": 4}}, "duration": {"steps": 2}, "threads": 1}}
            """#)
        #expect(answer.code == 0, "\(answer.text)")
        let data = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/run/run.json"))
        let manifest = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let description = try #require(manifest["description"] as? [String: Any])
        let options = try #require(description["options"] as? [String: Any])
        let loss = try #require((options["loss"] as? [String: Any])?["contrastive"] as? [String: Any])
        #expect(loss["margin"] as? Double == 1.5)
        #expect(loss["distance"] as? String == "euclidean")
        #expect((options["optimizer"] as? [String: [String: Double]])?["adamW"]?["beta2"] == 0.999)
        #expect((options["schedule"] as? [String: [String: Double]])?["cosine"]?["warmup"] == 0)
        #expect(options["threads"] as? Int == 1)
        #expect((options["learningRateFactors"] as? [String: Double])?["conv1"] == 0)
        #expect((description["network"] as? [String: Any])?["initialization"] as? String == "glorot")
    }

    @Test(arguments: [
        (#"{"options": {"loss": {"contrastive": {"margn": 1}}}}"#, "margn"), (#"{"optoins": {}}"#, "optoins"),
        (#"{"options": {"optimizer": {"adam": {"beta1": 2}}}}"#, "beta1"), (#"{"freeze": 0}"#, "freeze"), ("{", "JSON"),
        (#"{"initialization": "zero"}"#, "initialization"),
    ])
    func whatItCannotBeIsOneSentence(_ configuration: String, _ word: String) throws {
        let answer = try train(ScratchFolder(), configuration)
        #expect(answer.code == 78)
        #expect(answer.error.contains(word), "\(answer.error)")
        #expect(answer.error.split(separator: "\n").count == 1)
    }
}
