import Datasets
import Engine
import MetricLearning
import Networks
import Training

/// What a layer makes of the two images of a pair, as an evaluation runs the network.
public struct PairActivations: Sendable {
    /// As `NetworkGraph.Node.name`.
    public let layer: String
    /// Of one image.
    public let shape: TensorShape
    /// Row-major `[C, H, W]`, or as many numbers as a vector has.
    public let left: [Float]
    public let right: [Float]
    /// The step of the checkpoint that was asked.
    public let step: Int

    /// - Returns: `nil` where the numbers do not fill the shape.
    public init?(layer: String, shape: TensorShape, left: [Float], right: [Float], step: Int) {
        guard left.count == shape.count, right.count == shape.count else { return nil }
        (self.layer, self.shape, self.left, self.right, self.step) = (layer, shape, left, right, step)
    }

    /// Opens a run's checkpoint, runs two images through it up to a layer, and lets go of it again.
    ///
    /// - Parameters:
    ///   - folder: the run's.
    ///   - layer: of the left image's network; where the right image has its own, the layer of that name there.
    ///   - left, right: image files.
    /// - Throws: `RunError`, `NetworkError`, `DatasetError` or `EngineError`, each a sentence.
    public init(of folder: String, layer: String, left: String, right: String, threads: Int = 1) throws {
        let manifest = try RunReader(opening: folder).manifest
        let weights = try Weights.latest(of: folder)
        let pair = try PairGraph(manifest.description.network)
        let graphs = [(pair.left, layer, left), (pair.right ?? pair.left, pair.right == nil ? layer : "right." + layer, right)]
        var shapes: [TensorShape] = []
        var values: [[Float]] = []
        for (graph, name, file) in graphs {
            guard let graph = graph.ending(at: name) else { throw RunError("this network has no layer called \(name)") }
            let preparation = try InputPreparation(shape: graph.input, normalization: manifest.normalization)
            let image = preparation.values(of: try ImageDecoder.decode(contentsOf: file))
            shapes.append(graph.output)
            values.append(try Self.run(graph, weights.parameters(for: graph.parameters), image, threads: threads))
        }
        (self.layer, shape, step) = (layer, shapes[0], weights.step)
        (self.left, self.right) = (values[0], values[1])
        guard shapes[0] == shapes[1] else { throw RunError("\(layer) is of another shape for the right image") }
    }

    private static func run(
        _ graph: NetworkGraph, _ parameters: ParameterSet, _ image: [Float], threads: Int
    ) throws -> [Float] {
        let engine = try SiameseEngine(
            PairGraph(shared: graph), parameters: parameters,
            options: EngineOptions(images: 2, threads: threads, inferenceImages: 1))
        var output = Matrix(rows: 1, columns: graph.output.count)
        try engine.embed(image, count: 1, into: &output)
        return output.values
    }
}
