import Datasets
import Engine
import MetricLearning
import Networks
import Runs

/// A few images of noise and what a network makes of them, so that an exported model can be checked elsewhere.
struct ModelSample {
    private var tensors = ParameterSet()
    private static let count = 3

    init(_ graph: NetworkGraph, parameters: ParameterSet, normalization: PixelNormalization?) throws {
        let images = Self.noise(graph.input)
        let engine = try Engine(graph, parameters: parameters, options: EngineOptions(images: 2, inferenceImages: Self.count))
        var embeddings = Matrix(rows: Self.count, columns: graph.output.count)
        try engine.embed(normalization?.normalized(images, graph.input) ?? images, count: Self.count, into: &embeddings)
        tensors["images"] = Tensor(shape: [Self.count] + graph.input.dimensions, values: images)
        tensors["embeddings"] = Tensor(shape: [Self.count, graph.output.count], values: embeddings.values)
    }

    func write(to path: String) throws {
        try Safetensors.write(tensors, to: path)
    }

    private static func noise(_ input: TensorShape) -> [Float] {
        var generator = SeededGenerator(seed: 1).derived("model sample")
        return (0..<count * input.count).map { _ in generator.uniform(0...1) }
    }
}

extension PixelNormalization {
    /// Images `[count, C, H, W]` of pixels from 0 to 1, as the network wants them.
    fileprivate func normalized(_ images: [Float], _ shape: TensorShape) -> [Float] {
        let plane = shape.height * shape.width
        return images.indices.map { index in
            let channel = index / plane % shape.channels
            return (images[index] - mean[channel]) / deviation[channel]
        }
    }
}
