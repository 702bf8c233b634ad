import Datasets
import Engine
import MetricLearning
import Networks
import Training

/// Where the network looks in two images: the size of the gradient of their distance with respect to every pixel. Where images are
/// embedded in several views, the gradient is the upright one's.
///
/// Networks that normalise by batch statistics are run as in training, on a batch that the pair shares with other images; others alone.
public struct PairSaliency: Sendable {
    public let width: Int
    public let height: Int
    /// One number a pixel, row-major, 0 to 1, where 1 is the largest of both images.
    public let left: [Float]
    public let right: [Float]
    /// How far apart the images are, as an evaluation measures it.
    public let distance: Float
    /// The step of the checkpoint that was asked.
    public let step: Int

    /// Pairs in the batch of a network that normalises by its statistics.
    public static let batchPairs = 16

    /// - Returns: `nil` where the numbers do not fill the sizes.
    public init?(width: Int, height: Int, left: [Float], right: [Float], distance: Float, step: Int) {
        guard width > 0, height > 0, left.count == width * height, right.count == left.count else { return nil }
        (self.width, self.height, self.left, self.right) = (width, height, left, right)
        (self.distance, self.step) = (distance, step)
    }

    /// Opens a run's checkpoint, asks it about one pair, and lets go of it again: for a person who looks at a pair now and then.
    ///
    /// - Parameters:
    ///   - folder: the run's.
    ///   - left, right: image files.
    ///   - companions: files of other pairs, as many as there are up to `batchPairs - 1`; fewer are repeated.
    /// - Throws: `RunError`, `NetworkError`, `DatasetError` or `EngineError`, each a sentence.
    public init(
        of folder: String, left: String, right: String, companions: [(left: String, right: String)], threads: Int = 1
    ) throws {
        let manifest = try RunReader(opening: folder).manifest
        let weights = try Weights.latest(of: folder)
        let graph = try PairGraph(manifest.description.network.withoutDropout)
        let preparation = try InputPreparation(shape: graph.left.input, normalization: manifest.normalization)
        let normalizes = (graph.left.nodes + (graph.right?.nodes ?? [])).contains { node in
            if case .batchNorm = node.operation { true } else { false }
        }
        var pairs = [(left: left, right: right)]
        if normalizes {
            let others = companions.isEmpty ? pairs : companions
            pairs += (1..<Self.batchPairs).map { others[$0 % others.count] }
        }
        let images = try (pairs.map(\.left) + pairs.map(\.right)).flatMap { file in
            preparation.values(of: try ImageDecoder.decode(contentsOf: file))
        }
        let engine = try SiameseEngine(
            graph, parameters: weights.parameters(for: graph.parameters),
            options: EngineOptions(images: 2 * pairs.count, threads: threads, inferenceImages: 1, offersInputGradient: true))
        // Before the pass as in training, which moves the batch normalisation's running statistics.
        distance = try Self.distance(engine, images: images, pairs: pairs.count, manifest.description)
        let slopes = try Self.inputGradient(engine, images: images, pairs: pairs.count, distance: manifest.description.distance)
        let shape = graph.left.input
        (width, height, step) = (shape.width, shape.height, weights.step)
        let sizes = [0, pairs.count].map { place in
            Self.sizes(slopes[(place * shape.count)..<((place + 1) * shape.count)], channels: shape.channels)
        }
        let largest = max(sizes[0].max() ?? 0, sizes[1].max() ?? 0)
        let scale = largest > 0 && largest.isFinite ? 1 / largest : 0
        self.left = sizes[0].map { $0 * scale }
        self.right = sizes[1].map { $0 * scale }
    }

    /// Of the first pair.
    private static func distance(_ engine: SiameseEngine, images: [Float], pairs: Int, _ description: RunDescription) throws
        -> Float
    {
        let size = engine.graph.left.input.count
        var embedder = try ImageEmbedder(engine.graph, TestTimeViews(description), batch: 1)
        var left = Matrix(rows: 1, columns: embedder.columns)
        var right = left
        try embedder.embed(Array(images[..<size]), count: 1, side: .left, with: engine, into: &left)
        try embedder.embed(
            Array(images[(pairs * size)..<((pairs + 1) * size)]), count: 1, side: .right, with: engine, into: &right)
        return try PairComparison(description).distances(of: [(left: 0, right: 0)], left: left, right: right, with: engine)
            .first ?? .nan
    }

    /// - Returns: `[images, C, H, W]`; of the first pair only something other than nearly zero.
    private static func inputGradient(_ engine: SiameseEngine, images: [Float], pairs: Int, distance: Distance) throws -> [Float]
    {
        var embeddings = Matrix(rows: 2 * pairs, columns: engine.graph.left.output.count)
        if engine.graph.head != nil {
            var logits = Array(repeating: Float(0), count: pairs)
            try engine.forward(images, step: 0, into: &embeddings, logits: &logits)
            try engine.backward(logits: [1] + Array(repeating: 0, count: pairs - 1), includingInput: true)
        } else {
            try engine.forward(images, step: 0, into: &embeddings)
            let gradients = distance.gradients(embeddings.row(0), embeddings.row(pairs))
            var slopes = Matrix(rows: embeddings.rows, columns: embeddings.columns)
            for column in 0..<embeddings.columns {
                slopes[0, column] = gradients.left[column]
                slopes[pairs, column] = gradients.right[column]
            }
            try engine.backward(slopes, includingInput: true)
        }
        return engine.inputGradient
    }

    /// The Euclidean norm over the channels at every pixel.
    private static func sizes(_ slopes: ArraySlice<Float>, channels: Int) -> [Float] {
        let area = slopes.count / max(1, channels)
        return (0..<area).map { pixel in
            let square = (0..<channels).reduce(Float(0)) { sum, channel in
                let slope = slopes[slopes.startIndex + channel * area + pixel]
                return sum + slope * slope
            }
            return square.squareRoot()
        }
    }
}

extension Weights {
    /// Of the checkpoint with the most steps.
    static func latest(of folder: String) throws -> Weights {
        let best = try? Weights(of: folder, .best)
        let last = try? Weights(of: folder, .last)
        if let newest = [best, last].compactMap({ $0 }).max(by: { $0.step < $1.step }) { return newest }
        return try Weights(of: folder)
    }
}

extension NetworkSpec {
    /// The same network with every dropout letting everything through; all names stay.
    fileprivate var withoutDropout: NetworkSpec {
        func calm(_ layers: [Layer]) -> [Layer] {
            layers.map { layer in
                switch layer {
                case .operation(.dropout(var dropout), let name):
                    dropout.probability = 0
                    return .operation(.dropout(dropout), name: name)
                case .operation: return layer
                case .residual(var block):
                    block.body = calm(block.body)
                    block.shortcut = calm(block.shortcut)
                    return .residual(block)
                }
            }
        }
        var spec = self
        spec.layers = calm(layers)
        if case .similarity(let difference, let layers) = head {
            spec.head = .similarity(difference: difference, layers: calm(layers))
        }
        if case .separate(let layers?) = twins { spec.twins = .separate(right: calm(layers)) }
        return spec
    }
}
