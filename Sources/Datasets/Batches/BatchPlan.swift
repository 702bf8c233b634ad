/// Which images a batch is made of, in which view, and what is known about them.
public struct BatchPlan: Sendable, Equatable {
    /// Places in the catalogue's items.
    public var items: [Int]
    /// Per image; empty where all are upright.
    public var views: [DihedralView]
    /// Per image: a number that images of the same class in the same view share, and no others.
    public var labels: [Int]
    /// Per pair, genuine or impostor, where the batch is made of pairs: all left images, then all right ones. Otherwise empty.
    public var same: [Bool]

    public init(items: [Int], views: [DihedralView] = [], labels: [Int], same: [Bool] = []) {
        self.items = items
        self.views = views
        self.labels = labels
        self.same = same
    }

    /// Pairs without labels.
    public init(_ pairs: [ImagePair]) {
        self.init(items: pairs.map(\.left) + pairs.map(\.right), labels: [], same: pairs.map(\.same))
    }
}

/// What decides which images the batch of a step holds: a function of the step, so that a run can go on anywhere.
public protocol BatchSampling: Sendable {
    func plan(step: Int) -> BatchPlan
}
