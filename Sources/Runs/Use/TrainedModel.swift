import Datasets
import Engine
import Foundation
import MetricLearning
import Networks
import Training

/// A run opened for use: its network with the weights of a checkpoint, and images brought to it as in training.
///
/// Where the network has separate twins, the two images of a pair go through different weights: left images are embedded as such and
/// right ones as such. Everywhere else the side makes no difference.
///
/// Belongs to the thread that made it, as its engine does.
public final class TrainedModel {
    /// The run's folder.
    public let folder: String
    public let manifest: RunManifest
    public let weights: Weights
    /// What brings an image to the network: size and normalisation, as in training.
    public let preparation: InputPreparation

    private let engine: SiameseEngine
    private let comparison: PairComparison
    let threads: Int
    private var embedder: ImageEmbedder
    private var images: [Float]
    private var chunk: Matrix

    /// Opens a run's folder.
    ///
    /// - Parameters:
    ///   - checkpoint: the best one unless another is asked for, or the last where the best is not there.
    ///   - batch: images that go through the network at once.
    ///   - precision: as in training unless another is asked for: the threshold was chosen on distances of that precision.
    /// - Throws: `RunError`, `NetworkError`, `TrainingError`, `DatasetError` or `EngineError`, each a sentence.
    public init(
        opening folder: String, checkpoint: CheckpointRecord.Kind? = nil,
        threads: Int = Processors.usable, batch: Int = 64, precision: Precision? = nil
    ) throws {
        self.folder = folder
        manifest = try RunReader(opening: folder).manifest
        weights = try Weights(of: folder, checkpoint)
        let graph = try PairGraph(manifest.description.network)
        preparation = try InputPreparation(shape: graph.left.input, normalization: manifest.normalization)
        engine = try SiameseEngine(
            graph, parameters: weights.parameters(for: graph.parameters),
            options: EngineOptions(
                images: 2, threads: threads, precision: precision ?? manifest.description.options.precision,
                inferenceImages: batch))
        comparison = PairComparison(manifest.description)
        self.threads = threads
        images = Array(repeating: 0, count: batch * graph.left.input.count)
        embedder = try ImageEmbedder(graph, TestTimeViews(manifest.description), batch: batch)
        chunk = Matrix(rows: batch, columns: embedder.columns)
    }

    /// The dimension of an embedding.
    public var embeddingSize: Int { chunk.columns }

    /// Whether left and right images go through weights of their own.
    public var hasSeparateTwins: Bool { engine.graph.right != nil }

    /// The distance that embeddings are compared by; `nil` where the network learned to compare them itself.
    public var fixedDistance: Distance? { engine.graph.head == nil ? manifest.description.distance : nil }

    // MARK: Embedding

    /// One embedding a row for decoded images.
    public func embed(_ decoded: [DecodedImage], side: SiameseEngine.Side = .left) throws -> Matrix {
        var all = Matrix(rows: decoded.count, columns: chunk.columns)
        for start in stride(from: 0, to: decoded.count, by: chunk.rows) {
            let part = decoded[start..<min(start + chunk.rows, decoded.count)]
            images.replaceSubrange(0..<part.count * preparation.shape.count, with: part.flatMap(preparation.values(of:)))
            try embedder.embed(images, count: part.count, side: side, with: engine, into: &chunk)
            all.replaceRows(at: start, with: chunk, count: part.count)
        }
        return all
    }

    /// The embedding of an image file of any format that is read.
    ///
    /// - Throws: `DatasetError` that names the file, where it cannot be read as an image.
    public func embed(contentsOf file: String, side: SiameseEngine.Side = .left) throws -> ArraySlice<Float> {
        try embed([ImageDecoder.decode(contentsOf: file)], side: side).row(0)
    }

    /// Embeds the images of a catalogue in its order, a batch at a time: memory does not grow with the catalogue.
    ///
    /// - Parameter receive: called with the items of a batch, an embedding a row for them (there may be more rows), and by item why
    ///   one could not be read, whose row is without meaning.
    public func embed(
        _ catalog: ImageCatalog, side: SiameseEngine.Side = .left,
        receive: (_ items: Range<Int>, _ embeddings: Matrix, _ broken: [Int: String]) throws -> Void
    ) throws {
        try prepare(catalog) { items, broken in
            try embedder.embed(images, count: items.count, side: side, with: engine, into: &chunk)
            try receive(items, chunk, broken)
        }
    }

    /// Embeds the images of a catalogue, for both sides where they differ. Those that cannot be read are left out and named.
    ///
    /// - Parameter progress: called with the images done and their number.
    /// - Returns: the catalogue without what cannot be read, and a row for each of its items.
    public func embed(_ catalog: ImageCatalog, progress: ((Int, Int) -> Void)? = nil) throws -> EmbeddedCatalog {
        let sides: [SiameseEngine.Side] = hasSeparateTwins ? [.left, .right] : [.left]
        var values: [[Float]] = sides.map { _ in [] }
        var reasons: [Int: String] = [:]
        try prepare(catalog) { items, broken in
            for (place, side) in sides.enumerated() {
                try embedder.embed(images, count: items.count, side: side, with: engine, into: &chunk)
                for (row, item) in items.enumerated() where broken[item] == nil { values[place] += chunk.row(row) }
            }
            reasons.merge(broken) { first, _ in first }
            progress?(items.upperBound, catalog.items.count)
        }
        return EmbeddedCatalog(catalog, removing: reasons, sides: values, columns: chunk.columns)
    }

    /// Brings a batch of images after another into `images`.
    private func prepare(_ catalog: ImageCatalog, _ use: (_ items: Range<Int>, _ broken: [Int: String]) throws -> Void) throws {
        for start in stride(from: 0, to: catalog.items.count, by: chunk.rows) {
            let items = start..<min(start + chunk.rows, catalog.items.count)
            let broken = preparation.write(items, of: catalog, into: &images, threads: threads)
            try use(items, Dictionary(uniqueKeysWithValues: broken.map { (start + $0.key, $0.value) }))
        }
    }

    // MARK: Comparing

    /// How far apart the embeddings of a left and a right image are, measured as in training: small for images of one class.
    public func distance(_ left: some Collection<Float>, _ right: some Collection<Float>) throws -> Float {
        let right = Matrix(rows: 1, columns: right.count, values: Array(right))
        return try distances(from: left, to: right)[0]
    }

    /// The distances of a left image's embedding to many right ones, one a row.
    public func distances(from left: some Collection<Float>, to right: Matrix) throws -> [Float] {
        let left = Matrix(rows: 1, columns: left.count, values: Array(left))
        return try comparison.distances(of: (0..<right.rows).map { (0, $0) }, left: left, right: right, with: engine)
    }

    /// The distances of pairs of rows, each as good for a left as for a right image.
    func distances(of pairs: [(left: Int, right: Int)], in embeddings: Matrix) throws -> [Float] {
        try comparison.distances(of: pairs, left: embeddings, right: embeddings, with: engine)
    }

    /// The distances of pairs of embeddings, measured as in training.
    ///
    /// - Parameter pairs: places of rows of `embedded`.
    public func distances(of pairs: [(left: Int, right: Int)], in embedded: EmbeddedCatalog) throws -> [Float] {
        try comparison.distances(of: pairs, left: embedded.embeddings, right: embedded.rightEmbeddings, with: engine)
    }

    /// Whether two embeddings are of one class.
    ///
    /// - Parameter threshold: the distance below which they are; the one that was chosen on validation unless another is given.
    /// - Throws: `RunError` where there is no threshold yet.
    public func compare(
        _ left: some Collection<Float>, _ right: some Collection<Float>, threshold: Float? = nil
    ) throws -> Verdict {
        guard let threshold = threshold ?? weights.threshold else {
            throw RunError(
                "\(folder) has no threshold, because it was never evaluated; train it for longer, or give a threshold with `--threshold D`"
            )
        }
        let distance = try distance(left, right)
        return Verdict(
            distance: distance, threshold: threshold, same: AcceptanceRule.accepts(distance, at: threshold),
            confidence: weights.confidence?(distance))
    }
}
