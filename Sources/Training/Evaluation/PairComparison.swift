import Engine
import MetricLearning

/// How a run compares embeddings, in training and ever after: by a fixed distance, or as its network learned to.
public struct PairComparison: Sendable {
    private let distance: Distance

    public init(_ description: RunDescription) {
        distance = description.distance
    }

    /// How far apart pairs are: small for images of one class.
    ///
    /// - Parameters:
    ///   - pairs: rows of the two matrices.
    ///   - left: embeddings of left images; `right`: of right ones. Both are the same where the twins share their weights.
    public func distances(
        of pairs: [(left: Int, right: Int)], left: Matrix, right: Matrix, with engine: SiameseEngine
    ) throws -> [Float] {
        guard engine.graph.head != nil else { return pairs.map { distance(left.row($0.left), right.row($0.right)) } }
        return try engine.logits(ofPairs: pairs, left: left, right: right).map(LearnedSimilarity.distance(ofLogit:))
    }
}
