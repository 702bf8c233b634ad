/// Accuracy over folds, the threshold of each being the best one on all the others: the protocol of Labeled Faces in the Wild (Huang,
/// Ramesh, Berg, Learned-Miller 2007, section III), where there are ten.
public struct FoldedAccuracy: Sendable {
    public struct Fold: Codable, Hashable, Sendable {
        /// Chosen on the other folds.
        public var threshold: Float
        public var accuracy: Float
    }

    public let folds: [Fold]

    /// - Parameter folds: which fold each pair belongs to, counted from 0.
    /// - Throws: `MetricError` where there are fewer than two folds, or the pairs outside a fold are of one kind.
    public init(distances: [Float], same: [Bool], folds: [Int]) throws {
        guard folds.count == distances.count, same.count == distances.count else {
            throw MetricError("there must be one distance and one fold a pair")
        }
        let numbers = Set(folds).sorted()
        guard numbers.count > 1 else {
            throw MetricError("the threshold of a fold comes from the others; give at least two folds")
        }
        let pairs = try RankedPairs(distances: distances, same: same)
        self.folds = try numbers.map { fold in
            let others = try Verification(pairs, weights: pairs.places.map { folds[$0] == fold ? 0 : 1 })
            let inside = folds.indices.filter { folds[$0] == fold }
            let accuracy = AcceptanceRule.accuracy(
                of: inside.map { distances[$0] }, same: inside.map { same[$0] }, at: others.bestThreshold)
            return Fold(threshold: others.bestThreshold, accuracy: accuracy ?? 0)
        }
    }

    /// Mean of the folds' accuracies.
    public var mean: Float { folds.reduce(0) { $0 + $1.accuracy } / Float(folds.count) }

    /// Standard error of the mean, from the deviation between folds.
    public var standardError: Float {
        let squares = folds.reduce(0) { $0 + ($1.accuracy - mean) * ($1.accuracy - mean) }
        return (squares / Float(folds.count - 1)).squareRoot() / Float(folds.count).squareRoot()
    }
}
