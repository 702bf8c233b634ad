extension Verification {
    /// The rates at one threshold: a point of the ROC (true against false accepts) and of the DET curve (false rejects against false
    /// accepts; Martin et al. 1997).
    public struct Rates: Codable, Hashable, Sendable {
        public var threshold: Float
        public var falseAcceptRate: Float
        public var trueAcceptRate: Float
        public var falseRejectRate: Float
    }

    /// The whole curve without the points that lie in the middle of a straight run, so that drawing it gives the same picture
    /// (scikit-learn's `drop_intermediate`).
    public var corners: [Rates] {
        curve.indices.filter { place in
            guard place > 0, place < curve.count - 1 else { return true }
            let (before, point, after) = (curve[place - 1], curve[place], curve[place + 1])
            return after.falseAccepts - point.falseAccepts != point.falseAccepts - before.falseAccepts
                || after.trueAccepts - point.trueAccepts != point.trueAccepts - before.trueAccepts
        }.map { rates(curve[$0]) }
    }

    public func rates(_ point: Point) -> Rates {
        let falseRejectRate = falseRejectRate(point)
        return Rates(
            threshold: point.threshold, falseAcceptRate: falseAcceptRate(point), trueAcceptRate: 1 - falseRejectRate,
            falseRejectRate: falseRejectRate)
    }
}
