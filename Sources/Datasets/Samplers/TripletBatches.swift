import Networks

/// Triplets: an anchor, another image of its class, and one of another class (Schroff, Kalenichenko, Philbin 2015). The batch holds
/// all anchors, then all positives, then all negatives.
public struct TripletBatches: BatchSampling {
    public let sampler: PairSampler
    public let count: Int

    public init(_ sampler: PairSampler, count: Int) {
        self.sampler = sampler
        self.count = count
    }

    public func plan(step: Int) -> BatchPlan {
        let triplets = sampler.triplets(step: step, count: count)
        let items = triplets.map(\.anchor) + triplets.map(\.positive) + triplets.map(\.negative)
        return BatchPlan(items: items, labels: items.map(sampler.label))
    }
}

/// Three images, as places in a catalogue's items: anchor and positive are of one class, the negative of another.
public struct ImageTriplet: Hashable, Sendable {
    public let anchor: Int
    public let positive: Int
    public let negative: Int

    public init(anchor: Int, positive: Int, negative: Int) {
        self.anchor = anchor
        self.positive = positive
        self.negative = negative
    }
}
