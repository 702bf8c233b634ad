import Networks

/// A number of pairs a step, half genuine, half impostors.
public struct PairBatches: BatchSampling {
    public let sampler: PairSampler
    public let count: Int
    public let views: ViewClasses

    /// - Parameter views: which views of a class count as classes of their own. Both images of a genuine pair are in the same view.
    public init(_ sampler: PairSampler, count: Int, views: ViewClasses = .upright) {
        self.sampler = sampler
        self.count = count
        self.views = views
    }

    public func plan(step: Int) -> BatchPlan {
        let pairs = sampler.pairs(step: step, count: count)
        var plan = BatchPlan(pairs)
        var left = Array(repeating: 0, count: count)
        var right = left
        if views != .upright {
            var generator = sampler.generator.derived("views", step)
            left = pairs.map { _ in generator.index(below: views.count) }
            right = zip(pairs, left).map { $0.same ? $1 : generator.index(below: views.count) }
            plan.views = (left + right).map(views.view)
        }
        plan.labels = zip(plan.items, left + right).map { sampler.label(of: $0) * views.count + $1 }
        return plan
    }
}
