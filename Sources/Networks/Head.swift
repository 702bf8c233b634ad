/// How two embeddings become one number.
public enum Head: Hashable, Sendable {
    /// A fixed measure: small for images of one class.
    case distance(DistanceKind)
    /// A learned one: the difference of the embeddings goes through layers that end in one logit, large for images of one class.
    case similarity(difference: Difference, layers: [Layer])

    /// Whether the two images may change places.
    public var isSymmetric: Bool {
        if case .similarity(.signed, _) = self { false } else { true }
    }

    /// The measures there are. `MetricLearning.Distance` computes them, under the same names.
    public enum DistanceKind: String, Hashable, Sendable, Codable, CaseIterable {
        case euclidean
        case squaredEuclidean = "squared-euclidean"
        case manhattan
        case cosine
        case correlation
    }

    public enum Difference: String, Hashable, Sendable, Codable, CaseIterable {
        /// `|left - right|`: the two images may change places.
        case absolute
        /// `left - right`.
        case signed
    }

    /// The tutorials' learned similarity: difference -> linear -> ReLU -> dropout -> linear -> logit.
    public static func similarity(units: Int, dropout: Float = 0.5) -> Head {
        .similarity(
            difference: .absolute,
            layers: [.linear(units, name: "hidden"), .relu, .dropout(dropout), .linear(1, name: "logit")])
    }
}

/// Whether both images go through the same weights.
public enum Twins: Hashable, Sendable {
    /// Siamese: one network, run on both images.
    case shared
    /// Pseudo-Siamese: the right image has a network of its own; `nil` is the left one's layers with weights of their own.
    case separate(right: [Layer]?)
}
