/// How well distances tell genuine from impostor pairs: the figures of verification, over all thresholds at once.
///
/// A pair is accepted as genuine where its distance is *below* the threshold (`AcceptanceRule`). Equal distances move together: no
/// threshold separates them, so ties never flatter.
public struct Verification: Sendable {
    /// A step of the ROC: how many pairs of each kind are accepted at a threshold.
    public struct Point: Hashable, Sendable {
        /// One of the thresholds that accept just these pairs: halfway to the next distance, and the nearest distance itself where
        /// none is accepted.
        public let threshold: Float
        public let falseAccepts: Int
        public let trueAccepts: Int
        /// The farthest accepted distance: from the next number above it on, up to the next pair's distance, thresholds accept the
        /// same pairs. Below all numbers where none is accepted.
        let reach: Float

        /// Whether any threshold accepts these pairs: none does where one of them is infinitely far.
        var isReachable: Bool { AcceptanceRule.accepts(reach, at: threshold) || trueAccepts + falseAccepts == 0 }
    }

    public let genuineCount: Int
    public let impostorCount: Int
    /// The share of genuine pairs, 0 to 1, that accuracy is counted with.
    public let genuineShare: Double
    /// From nothing accepted to everything accepted.
    public let curve: [Point]
    /// Whether `genuineShare` is another one than that of the pairs.
    private let weighsKinds: Bool

    /// - Throws: `MetricError` unless both kinds of pairs are there and every distance is a number.
    public init(distances: [Float], same: [Bool]) throws {
        try self.init(RankedPairs(distances: distances, same: same))
    }

    /// - Parameters:
    ///   - weights: how often each pair counts, in the order of `pairs`; once where there are none.
    ///   - genuineShare: the share of genuine pairs that accuracy is counted with, however many the weights give; by default theirs.
    /// - Throws: `MetricError` unless both kinds of pairs are there.
    /// - Complexity: O(n).
    public init(_ pairs: RankedPairs, weights: [Int]? = nil, genuineShare: Double? = nil) throws {
        precondition(weights.map { $0.count == pairs.same.count } ?? true, "there must be one weight a pair")
        var points: [Point] = []
        points.reserveCapacity(pairs.same.count + 1)
        var (falseAccepts, trueAccepts) = (0, 0)
        var last: Float?
        for place in pairs.same.indices {
            let weight = weights?[place] ?? 1
            guard weight > 0 else { continue }
            let distance = pairs.distances[place]
            if let last, distance > last {
                points.append(
                    Point(
                        threshold: Self.between(last, distance), falseAccepts: falseAccepts, trueAccepts: trueAccepts, reach: last
                    ))
            } else if last == nil {
                points.append(Point(threshold: distance, falseAccepts: 0, trueAccepts: 0, reach: -.infinity))
            }
            last = distance
            if pairs.same[place] { trueAccepts += weight } else { falseAccepts += weight }
        }
        (genuineCount, impostorCount) = (trueAccepts, falseAccepts)
        guard let last, genuineCount > 0, impostorCount > 0 else {
            throw MetricError("verification needs genuine and impostor pairs; use at least two classes with two images each")
        }
        points.append(Point(threshold: last.nextUp, falseAccepts: falseAccepts, trueAccepts: trueAccepts, reach: last))
        curve = points
        self.genuineShare = genuineShare ?? Double(trueAccepts) / Double(trueAccepts + falseAccepts)
        weighsKinds = genuineShare != nil
    }

    /// Halfway, so that the threshold does not cling to one pair; above `low` and not above `high`, whatever the rounding: even where
    /// they are neighbours, opposite ends of the range, or infinite.
    private static func between(_ low: Float, _ high: Float) -> Float {
        let middle = low / 2 + high / 2
        return middle > low && middle < high ? middle : high
    }

    /// Probability that a random genuine pair is nearer than a random impostor pair, ties counting half (Fawcett 2006).
    public var areaUnderROC: Float {
        var area = 0.0
        for (before, after) in zip(curve, curve.dropFirst()) {
            area += Double(after.falseAccepts - before.falseAccepts) * Double(after.trueAccepts + before.trueAccepts) / 2
        }
        return Float(area / (Double(genuineCount) * Double(impostorCount)))
    }

    /// Where false accepts and false rejects are equally frequent, interpolated linearly between the steps of the curve.
    public var equalErrorRate: Float { equalError.rate }
    public var equalErrorThreshold: Float { equalError.threshold }

    /// The gap between both rates only shrinks along the curve.
    private var equalError: (rate: Float, threshold: Float) {
        func gap(_ point: Point) -> Float { falseRejectRate(point) - falseAcceptRate(point) }
        let place = max(1, curve.boundary { gap($0) <= 0 })
        let (before, after) = (curve[place - 1], curve[place])
        let share = gap(before) == gap(after) ? 0 : gap(before) / (gap(before) - gap(after))
        let rate = falseAcceptRate(before) + share * (falseAcceptRate(after) - falseAcceptRate(before))
        // Exactly at a point its own threshold serves: anything else may round to the other side of a distance.
        let between = before.threshold + share * (after.threshold - before.threshold)
        let isBetween = before.threshold < between && between < after.threshold
        return (rate, share < 1 && isBetween ? between : after.threshold)
    }

    /// The threshold that judges most pairs rightly: optimistic on the pairs that it was chosen on.
    public var bestThreshold: Float { best.threshold }
    public var bestAccuracy: Float { accuracy(best) }

    /// Of equally good ones the strictest.
    private var best: Point {
        curve.filter(\.isReachable).max { rightShare($0) < rightShare($1) } ?? curve[0]
    }

    /// Share of pairs judged rightly at a threshold.
    public func accuracy(at threshold: Float) -> Float { accuracy(confusion(at: threshold)) }

    /// The same with genuine and impostor pairs counting half each, however many there are.
    public func balancedAccuracy(at threshold: Float) -> Float {
        let point = confusion(at: threshold)
        return (2 - falseRejectRate(point) - falseAcceptRate(point)) / 2
    }

    /// Accepted pairs of each kind at a threshold, by `AcceptanceRule`; O(log n).
    ///
    /// - Returns: the point of the curve that accepts the same pairs; its `threshold` is that of the point, not the one asked for.
    public func confusion(at threshold: Float) -> Point {
        // The distances that points reach to rise strictly, and thresholds between two of them make no difference.
        curve[max(1, curve.boundary { !AcceptanceRule.accepts($0.reach, at: threshold) }) - 1]
    }

    /// Share of genuine pairs accepted where at most `rate` of the impostors are.
    ///
    /// - Returns: `nil` for rates below one over the number of impostor pairs: so few pairs cannot tell.
    public func trueAcceptRate(atFalseAcceptRate rate: Float) -> Float? {
        guard rate * Float(impostorCount) >= 1 else { return nil }
        return 1 - falseRejectRate(curve[max(1, curve.boundary { falseAcceptRate($0) > rate }) - 1])
    }

    public func falseAcceptRate(_ point: Point) -> Float { Float(point.falseAccepts) / Float(impostorCount) }
    public func falseRejectRate(_ point: Point) -> Float { Float(genuineCount - point.trueAccepts) / Float(genuineCount) }

    private func accuracy(_ point: Point) -> Float { Float(rightShare(point)) }

    private func rightShare(_ point: Point) -> Double {
        let right = (genuine: point.trueAccepts, impostor: impostorCount - point.falseAccepts)
        guard weighsKinds else { return Double(right.genuine + right.impostor) / Double(genuineCount + impostorCount) }
        return genuineShare * Double(right.genuine) / Double(genuineCount)
            + (1 - genuineShare) * Double(right.impostor) / Double(impostorCount)
    }
}

extension [Verification.Point] {
    /// The first point of a curve for which something is true that stays true from there on, or the end. O(log n).
    fileprivate func boundary(_ isBeyond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
