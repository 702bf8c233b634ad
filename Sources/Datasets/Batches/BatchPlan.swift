/// Which images a batch is made of: all left ones, then all right ones.
public struct BatchPlan: Sendable, Equatable {
    /// Places in the catalogue's items.
    public let items: [Int]
    /// Per pair: genuine or impostor.
    public let same: [Bool]

    public init(_ pairs: [ImagePair]) {
        items = pairs.map(\.left) + pairs.map(\.right)
        same = pairs.map(\.same)
    }
}

/// What decides which images the batch of a step holds.
public protocol BatchSampling: Sendable {
    func plan(step: Int) -> BatchPlan
}

/// A fixed number of pairs a step from a `PairSampler`.
public struct PairBatches: BatchSampling {
    public let sampler: PairSampler
    public let count: Int

    public init(_ sampler: PairSampler, count: Int) {
        self.sampler = sampler
        self.count = count
    }

    public func plan(step: Int) -> BatchPlan {
        BatchPlan(sampler.pairs(step: step, count: count))
    }
}
