import Datasets
import Engine
import MetricLearning
import Networks
import Runs
import Training

/// A few images of noise and what a network makes of them, so that an exported model can be checked elsewhere.
struct ModelSample {
    private var tensors = ParameterSet()
    private static let count = 3

    init(_ source: ExportSource) throws {
        let input = source.embedding.input
        let images = Self.noise(input)
        let engine = try SiameseEngine(
            source.pair, parameters: source.parameters, options: EngineOptions(images: 2, inferenceImages: Self.count))
        var embedder = try ImageEmbedder(source.pair, source.views, batch: Self.count)
        var embeddings = Matrix(rows: Self.count, columns: embedder.columns)
        try embedder.embed(
            source.normalization?.normalized(images, input) ?? images, count: Self.count, side: source.side, with: engine,
            into: &embeddings)
        tensors["images"] = Tensor(shape: [Self.count] + input.dimensions, values: images)
        tensors["embeddings"] = Tensor(shape: [Self.count, embeddings.columns], values: embeddings.values)
        guard source.pair.head != nil else { return }
        // Of every image to the next one.
        let pairs = (0..<Self.count).map { (left: $0, right: ($0 + 1) % Self.count) }
        let distances = try engine.logits(ofPairs: pairs, left: embeddings, right: embeddings)
            .map(LearnedSimilarity.distance(ofLogit:))
        tensors["distances"] = Tensor(shape: [Self.count], values: distances)
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
