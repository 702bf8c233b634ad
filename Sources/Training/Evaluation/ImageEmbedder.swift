import Datasets
import Engine
import MetricLearning
import Networks

/// Embeds images as a run compares them: as they are, or in several views at once.
public struct ImageEmbedder {
    /// The dimension of an embedding.
    public let columns: Int

    private let joining: TestTimeViews
    private let views: [TestTimeView]
    private let input: TensorShape
    /// A batch in one view, and what the network makes of it.
    private var seen: [Float] = []
    private var part: Matrix

    /// - Parameters:
    ///   - network: what every view of an image goes through.
    ///   - batch: the most images at a time.
    /// - Throws: `TrainingError` where the network's images have no such views, or its embeddings are not compared by a distance.
    public init(_ network: PairGraph, _ views: TestTimeViews, batch: Int) throws {
        try views.check(network)
        let features = network.left.output.count
        joining = views
        input = network.left.input
        self.views = views.all(of: input)
        columns = views.count * features
        part = Matrix(rows: views.count > 1 ? batch : 0, columns: features)
        if views.count > 1 { seen = Array(repeating: 0, count: batch * input.count) }
    }

    /// One embedding a row.
    ///
    /// - Parameters:
    ///   - images: `[count, C, H, W]`; what comes after is not read.
    ///   - embeddings: at least `count` rows of `columns`; the first `count` are overwritten.
    public mutating func embed(
        _ images: [Float], count: Int, side: SiameseEngine.Side = .left, with engine: SiameseEngine, into embeddings: inout Matrix
    ) throws {
        guard views.count > 1 else { return try engine.embed(images, count: count, side: side, into: &embeddings) }
        let (features, scale) = (part.columns, joining.scale)
        for (place, view) in views.enumerated() {
            view.write(images, count: count, shape: input, into: &seen)
            try engine.embed(seen, count: count, side: side, into: &part)
            let arranged = part.arranged(for: joining.distance)
            for row in 0..<count {
                for column in 0..<features {
                    embeddings[row, place * features + column] = arranged[row, column] * scale
                }
            }
        }
    }
}
