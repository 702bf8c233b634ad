import Networks

/// The pairs of a list, all of them once in each round, every round in another order.
public struct ListedPairBatches: BatchSampling {
    public let pairs: [ImagePair]
    public let count: Int
    private let generator: SeededGenerator

    /// - Throws: `DatasetError` for an empty list.
    public init(_ pairs: [ImagePair], count: Int, generator: SeededGenerator) throws {
        guard !pairs.isEmpty else { throw DatasetError("the list holds no pairs to draw from") }
        self.pairs = pairs
        self.count = count
        self.generator = generator
    }

    /// A batch may reach from one round into the next. Costs the order of the rounds that it touches, O(pairs), and no state.
    public func plan(step: Int) -> BatchPlan {
        let first = (max(step, 1) - 1) * count
        var chosen: [ImagePair] = []
        var round = first / pairs.count
        var place = first % pairs.count
        while chosen.count < count {
            var generator = generator.derived("round", round)
            chosen += pairs.shuffled(using: &generator)[place...].prefix(count - chosen.count)
            round += 1
            place = 0
        }
        return BatchPlan(chosen)
    }
}
