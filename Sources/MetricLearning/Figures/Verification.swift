/// How well distances tell genuine from impostor pairs: the figures of verification, over all thresholds at once.
///
/// A pair is accepted as genuine where its distance is *below* the threshold. Equal distances move together: no threshold separates
/// them, so ties never flatter.
public struct Verification: Sendable {
    /// A step of the ROC: how many pairs of each kind are accepted at a threshold.
    public struct Point: Hashable, Sendable {
        public let threshold: Float
        public let falseAccepts: Int
        public let trueAccepts: Int
    }

    public let genuineCount: Int
    public let impostorCount: Int
    /// From nothing accepted to everything accepted.
    public let curve: [Point]

    /// - Throws: `MetricError` unless both kinds of pairs are there and every distance is a number.
    public init(distances: [Float], same: [Bool]) throws {
        guard distances.count == same.count else { throw MetricError("there must be one distance a pair") }
        guard distances.allSatisfy({ !$0.isNaN }) else {
            throw MetricError("a distance is not a number; lower the learning rate or go back to an earlier checkpoint")
        }
        genuineCount = same.count { $0 }
        impostorCount = same.count - genuineCount
        guard genuineCount > 0, impostorCount > 0 else {
            throw MetricError("verification needs genuine and impostor pairs; use at least two classes with two images each")
        }
        let order = distances.indices.sorted { distances[$0] < distances[$1] }
        var points = [Point(threshold: distances[order[0]], falseAccepts: 0, trueAccepts: 0)]
        var falseAccepts = 0
        var trueAccepts = 0
        for (place, index) in order.enumerated() {
            if same[index] { trueAccepts += 1 } else { falseAccepts += 1 }
            let isLast = place + 1 == order.count
            let next = isLast ? Float.infinity : distances[order[place + 1]]
            guard next > distances[index] else { continue }
            let threshold = isLast ? distances[index].nextUp : Self.between(distances[index], next)
            points.append(Point(threshold: threshold, falseAccepts: falseAccepts, trueAccepts: trueAccepts))
        }
        curve = points
    }

    /// Halfway, so that the threshold does not cling to one pair; strictly above `low` even where they are neighbours.
    private static func between(_ low: Float, _ high: Float) -> Float {
        let middle = low + (high - low) / 2
        return middle > low ? middle : high
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

    private var equalError: (rate: Float, threshold: Float) {
        for (before, after) in zip(curve, curve.dropFirst()) {
            let gapBefore = falseRejectRate(before) - falseAcceptRate(before)
            let gapAfter = falseRejectRate(after) - falseAcceptRate(after)
            guard gapAfter <= 0 else { continue }
            let share = gapBefore == gapAfter ? 0 : gapBefore / (gapBefore - gapAfter)
            let rate = falseAcceptRate(before) + share * (falseAcceptRate(after) - falseAcceptRate(before))
            return (rate, before.threshold + share * (after.threshold - before.threshold))
        }
        return (1, curve.last?.threshold ?? 0)
    }

    /// The threshold that judges most pairs rightly: optimistic on the pairs that it was chosen on.
    public var bestThreshold: Float { best.threshold }
    public var bestAccuracy: Float { accuracy(best) }

    private var best: Point {
        curve.max { accuracy($0) < accuracy($1) } ?? curve[0]
    }

    /// Share of pairs judged rightly at a threshold.
    public func accuracy(at threshold: Float) -> Float { accuracy(confusion(at: threshold)) }

    /// Accepted pairs of each kind at a threshold; O(log n).
    public func confusion(at threshold: Float) -> Point {
        // The last step whose pairs all lie below the threshold. Thresholds of the curve rise strictly.
        var low = 0
        var high = curve.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if curve[middle].threshold <= threshold { low = middle } else { high = middle - 1 }
        }
        return curve[low]
    }

    /// Share of genuine pairs accepted where at most `rate` of the impostors are.
    ///
    /// - Returns: `nil` for rates below one over the number of impostor pairs: so few pairs cannot tell.
    public func trueAcceptRate(atFalseAcceptRate rate: Float) -> Float? {
        guard rate * Float(impostorCount) >= 1 else { return nil }
        let point = curve.last { falseAcceptRate($0) <= rate }
        return point.map { 1 - falseRejectRate($0) }
    }

    public func falseAcceptRate(_ point: Point) -> Float { Float(point.falseAccepts) / Float(impostorCount) }
    public func falseRejectRate(_ point: Point) -> Float { 1 - Float(point.trueAccepts) / Float(genuineCount) }

    private func accuracy(_ point: Point) -> Float {
        Float(point.trueAccepts + impostorCount - point.falseAccepts) / Float(genuineCount + impostorCount)
    }
}

/// Why a figure does not exist, as one sentence.
public struct MetricError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
