import Foundation
import Testing

/// Training that begins with weights that PyTorch saved (Tests/Fixtures/pytorch).
@Suite struct PretrainedTests {
    private static let weights = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/pytorch").path

    private func train(_ scratch: ScratchFolder, _ options: String...) throws -> Program.Answer {
        let network = #"""
            {"name": "small", "input": "1x16x16", "layers": [
              {"type": "convolution", "channels": 3, "kernel": [2, 3]}, {"type": "batch-norm"}, {"type": "relu"},
              {"type": "flatten"}, {"type": "linear", "features": 8, "name": "fc"}]}
            """#
        try scratch.write(Data(network.utf8), to: "small.json")
        let images = try scratch.addImages()
        return try Program.run(
            ["train", images, "--network", "small.json", "--steps", "3", "--threads", "1", "--run", "run", "--plain"] + options,
            folder: scratch.path)
    }

    private func tensor(_ name: String, in file: String) throws -> Data {
        let data = try Data(contentsOf: URL(fileURLWithPath: file))
        let length = Int(data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        let header = try #require(try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
        let entry = try #require(header[name] as? [String: Any])
        let offsets = try #require(entry["data_offsets"] as? [Int])
        return Data(data.dropFirst(8 + length)[(8 + length + offsets[0])..<(8 + length + offsets[1])])
    }

    @Test func frozenLayersKeepTheFilesWeightsAndTheRestIsNamed() throws {
        let scratch = try ScratchFolder()
        let answer = try train(scratch, "--pretrained", Self.weights + "/parameters.pth", "--freeze", "1")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("6 of 8 tensors are taken from the file"))
        #expect(answer.output.contains("begins with \"module.\""))
        #expect(answer.output.contains("fc.weight, fc.bias"))
        let before = Self.weights + "/plain.safetensors"
        let after = scratch.path + "/run/checkpoints/last.safetensors"
        for name in ["conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias"] {
            #expect(try tensor(name, in: after) == tensor(name, in: before), "\(name)")
        }
        let manifest = try String(contentsOfFile: scratch.path + "/run/run.json", encoding: .utf8)
        #expect(manifest.contains("parameters.pth"))
    }

    @Test func withoutFreezingTheWeightsGoOn() throws {
        let scratch = try ScratchFolder()
        #expect(try train(scratch, "--pretrained", Self.weights + "/plain.pth").code == 0)
        #expect(
            try tensor("conv1.weight", in: scratch.path + "/run/checkpoints/last.safetensors")
                != tensor("conv1.weight", in: Self.weights + "/plain.safetensors"))
    }

    @Test(arguments: [("whole-model.pth", "state_dict()"), ("no-such.pth", "cannot be read")])
    func whatCannotBeUsedIsExplained(file: String, words: String) throws {
        let scratch = try ScratchFolder()
        let answer = try train(scratch, "--pretrained", Self.weights + "/" + file)
        #expect(answer.code == 65 && answer.error.contains(words))
        #expect(!scratch.contains("run"))
    }

    @Test func freezingEverythingIsRefused() throws {
        let scratch = try ScratchFolder()
        let answer = try train(scratch, "--freeze", "2")
        #expect(answer.code == 64 && answer.error.contains("leaves nothing to train"))
    }
}
