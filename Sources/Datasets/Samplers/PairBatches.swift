/// A number of pairs a step from a `PairSampler`.
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
