import Foundation
import Testing

/// A network with twins of their own and a learned comparison, exported with the weights of a file: all parts of it compute with them.
@Suite struct ExportWeightsTests {
    private static let network = #"""
        {"name": "pair", "input": "1x2x2", "layers": [{"type": "linear", "features": 2, "name": "fc"}],
         "twins": {"type": "separate"},
         "head": {"type": "similarity", "layers": [{"type": "linear", "features": 1, "name": "out"}]}}
        """#

    private static let weights: [String: (shape: [Int], values: [Float])] = [
        "fc.weight": ([2, 4], [0.5, -1, 2, 0.25, -3, 1, 0.125, 4]), "fc.bias": ([2], [0.75, -0.5]),
        "right.fc.weight": ([2, 4], [7, 0.1, -2, 1.5, 0.3, -5, 6, -0.7]), "right.fc.bias": ([2], [-4, 3]),
        "head.out.weight": ([1, 2], [1.25, -2.5]), "head.out.bias": ([1], [0.875]),
    ]

    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        try scratch.write(Data(Self.network.utf8), to: "pair.json")
    }

    private func write(_ tensors: [String: (shape: [Int], values: [Float])], to file: String = "weights.safetensors") throws {
        try scratch.write(SafetensorsFile.data(tensors), to: file)
    }

    private func export(_ options: String...) throws -> Program.Answer {
        try Program.run(
            ["export", "--network", "pair.json", "--pretrained", "weights.safetensors", "-o", "model.onnx"] + options,
            folder: scratch.path)
    }

    @Test(arguments: ["left", "right"]) func bothTwinsAndTheHeadHaveTheFilesWeights(_ side: String) throws {
        try write(Self.weights)
        let answer = try export("--side", side, "--head", "head.onnx", "--sample", "sample.safetensors")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.error.contains("6 of 6 tensors are taken"))
        let sample = try SafetensorsFile.tensors(in: scratch.path + "/sample.safetensors")
        let prefix = side == "right" ? "right." : ""
        let images = try #require(sample["images"])
        let embeddings = stride(from: 0, to: images.count, by: 4).map { start in
            linear(prefix + "fc", Array(images[start..<start + 4]))
        }
        #expect(zip(try #require(sample["embeddings"]), embeddings.joined()).allSatisfy { abs($0 - $1) < 1e-5 })
        let distances = embeddings.indices.map { image in
            -linear("head.out", zip(embeddings[image], embeddings[(image + 1) % embeddings.count]).map { abs($0 - $1) })[0]
        }
        #expect(zip(try #require(sample["distances"]), distances).allSatisfy { abs($0 - $1) < 1e-4 })
        // And the models hold the very numbers.
        let model = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/model.onnx"))
        let head = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/head.onnx"))
        #expect(model.range(of: bytes(prefix + "fc.bias")) != nil)
        #expect(head.range(of: bytes("head.out.weight")) != nil && head.range(of: bytes("head.out.bias")) != nil)
    }

    private func linear(_ name: String, _ input: [Float]) -> [Float] {
        let weight = Self.weights[name + ".weight"]?.values ?? []
        let bias = Self.weights[name + ".bias"]?.values ?? []
        return bias.indices.map { row in
            input.indices.reduce(bias[row]) { $0 + weight[row * input.count + $1] * input[$1] }
        }
    }

    private func bytes(_ name: String) -> Data {
        (Self.weights[name]?.values ?? []).withUnsafeBytes { Data($0) }
    }

    @Test(arguments: weights.keys.sorted()) func aWeightThatIsNotFoundIsRefusedUnlessThatIsSaid(_ name: String) throws {
        var tensors = Self.weights
        tensors[name] = nil
        try write(tensors)
        let answer = try export("--side", "left")
        #expect(answer.code == 65 && answer.error.contains("lacks \(name)") && answer.error.contains("--partial"))
        #expect(!scratch.contains("model.onnx"))
        let partial = try export("--side", "left", "--partial")
        #expect(partial.code == 0 && partial.error.contains("5 of 6 tensors") && partial.error.contains(name))
        tensors[name] = ([1, 1, 1], [0])
        try write(tensors)
        let misshapen = try export("--side", "left")
        #expect(misshapen.code == 65 && misshapen.error.contains("has \(name) as 1x1x1"))
        #expect(try Program.run("export", "--network", "pair.json", "-o", "x.onnx", "--partial", folder: scratch.path).code == 64)
    }

    @Test func trainingRefusesAGapAndTakesANewLastLayer() throws {
        let network = #"""
            {"name": "two", "input": "1x16x16", "layers": [{"type": "linear", "features": 3, "name": "first"},
              {"type": "relu"}, {"type": "linear", "features": 2, "name": "last"}]}
            """#
        try scratch.write(Data(network.utf8), to: "two.json")
        _ = try scratch.addImages()
        func train(_ options: String...) throws -> Program.Answer {
            try Program.run(
                [
                    "train", "images", "--network", "two.json", "--steps", "1", "--threads", "1", "--plain", "--pretrained",
                    "weights.safetensors",
                ] + options, folder: scratch.path)
        }
        let (first, last): ([String: (shape: [Int], values: [Float])], [String: (shape: [Int], values: [Float])]) = (
            ["first.weight": ([3, 256], Array(repeating: 0.01, count: 768)), "first.bias": ([3], [1, 2, 3])],
            ["last.weight": ([2, 3], [1, 2, 3, 4, 5, 6]), "last.bias": ([2], [1, 2])]
        )
        try write(first)
        #expect(try train("--run", "a").code == 0)
        try write(last)
        let gap = try train("--run", "b")
        #expect(gap.code == 65 && gap.error.contains("lacks first.weight") && gap.error.contains("--partial"), "\(gap.text)")
        #expect(!scratch.contains("b"))
        #expect(try train("--run", "c", "--partial").code == 0)
    }

    /// A run's checkpoint that lost a weight is refused by every command that reads it, with its name.
    @Test func aCheckpointWithoutAWeightIsNamed() throws {
        _ = try scratch.addImages()
        let network = #"{"input": "1x16x16", "layers": [{"type": "flatten"}, {"type": "linear", "features": 6, "name": "fc"}]}"#
        try scratch.write(Data(network.utf8), to: "one.json")
        let trained = try Program.run(
            "train", "images", "--network", "one.json", "--batch", "8", "--steps", "2", "--threads", "1", "--run", "run",
            "--plain", folder: scratch.path)
        try #require(trained.code == 0, "\(trained.text)")
        for kind in ["best", "last"] {
            let path = "run/checkpoints/\(kind).safetensors"
            // The name of one weight is changed where it stands in the header.
            var data = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/" + path))
            let place = try #require(data.range(of: Data("\"fc.bias\"".utf8)))
            data.replaceSubrange(place, with: Data("\"fc.bais\"".utf8))
            try scratch.write(data, to: path)
        }
        for arguments in [
            ["export", "run", "-o", "model.onnx"], ["evaluate", "run"], ["embed", "run", "images", "-o", "e.npy"],
            ["compare", "run", "images/class10/0.pgm", "images/class11/0.pgm"], ["resume", "run", "--plain"],
        ] {
            // A run that is complete is not resumed whatever its checkpoint is.
            let answer = try Program.run(arguments, folder: scratch.path)
            #expect(answer.code != 0 && answer.code < 128, "\(arguments)")
            if arguments[0] != "resume" { #expect(answer.error.contains("lacks fc.bias"), "\(arguments): \(answer.text)") }
        }
    }
}

/// Safetensors files, made and read without the program's help.
enum SafetensorsFile {
    static func data(_ tensors: [String: (shape: [Int], values: [Float])]) -> Data {
        var header: [String: Any] = [:]
        var body = Data()
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            let bytes = tensor.values.withUnsafeBytes { Data($0) }
            header[name] =
                ["dtype": "F32", "shape": tensor.shape, "data_offsets": [body.count, body.count + bytes.count]] as [String: Any]
            body += bytes
        }
        let json = (try? JSONSerialization.data(withJSONObject: header)) ?? Data()
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json + body
    }

    static func tensors(in path: String) throws -> [String: [Float]] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let length = Int(data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        let header = try #require(try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any])
        var tensors: [String: [Float]] = [:]
        for (name, entry) in header {
            guard let offsets = (entry as? [String: Any])?["data_offsets"] as? [Int] else { continue }
            let bytes = Data(data[(8 + length + offsets[0])..<(8 + length + offsets[1])])
            tensors[name] = bytes.withUnsafeBytes { buffer in
                (0..<buffer.count / 4).map { buffer.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
            }
        }
        return tensors
    }
}
