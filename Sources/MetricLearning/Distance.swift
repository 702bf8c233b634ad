/// How far apart two embeddings of one size are: small for images of one class.
public enum Distance: String, Hashable, Sendable, Codable, CaseIterable {
    /// `|l - r|`.
    case euclidean
    /// `|l - r|^2`.
    case squaredEuclidean = "squared-euclidean"
    /// Sum of `|l_i - r_i|`.
    case manhattan
    /// `1 - l . r / (|l| |r|)`; 1 where one of them is zero.
    case cosine
    /// `1 - r` with Pearson's correlation r: the cosine distance after each embedding's own mean is taken off.
    case correlation

    /// The distance of every pair of rows `(i, N + i)` of `[2N, F]`.
    public func distances(ofTwins embeddings: Matrix) -> [Float] {
        embeddings.values.withUnsafeBufferPointer { values in
            let rows = Rows(values, columns: embeddings.columns)
            let pairs = embeddings.rows / 2
            return (0..<pairs).map { PairMeasure(self, rows[$0], rows[pairs + $0]).value }
        }
    }

    /// The distance of two embeddings.
    ///
    /// - Precondition: both have one size.
    public func callAsFunction(_ left: some Collection<Float>, _ right: some Collection<Float>) -> Float {
        distances(ofTwins: Matrix(rows: 2, columns: left.count, values: Array(left) + Array(right))).first ?? 0
    }
}

/// Heads that learn to compare give a logit, large for images of one class. Everything that reads distances reads it through here.
public enum LearnedSimilarity {
    /// The logit as a distance: small for images of one class, negative where the head holds a genuine pair for likelier.
    public static func distance(ofLogit logit: Float) -> Float { -logit }
}
