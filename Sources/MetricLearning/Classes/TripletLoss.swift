/// Which triplets of anchor, positive and negative a triplet loss takes.
public enum TripletMining: String, Hashable, Sendable, Codable, CaseIterable {
    /// Every one; the mean is over those with a loss (Hermans, Beyer, Leibe 2017, section 2).
    case batchAll = "batch-all"
    /// Those whose negative is farther than the positive, but within the margin (Schroff, Kalenichenko, Philbin 2015, section 3.2).
    case semiHard = "semi-hard"
    /// Every anchor's farthest positive and nearest negative (Hermans, Beyer, Leibe 2017, equation 5).
    case batchHard = "batch-hard"
}

/// Triplet loss `max(0, D(a, p) - D(a, n) + margin)`, or `log(1 + exp(D(a, p) - D(a, n)))` with a soft margin.
struct TripletLoss: ClasswiseLoss {
    let margin: Float
    let mining: TripletMining
    let isSoft: Bool
    let distance: Distance

    private func term<Scalar: MetricScalar>(_ positive: Scalar, _ negative: Scalar) -> (loss: Scalar, slope: Scalar) {
        let gap = positive - negative
        if isSoft { return (softplus(gap), logistic(gap)) }
        let excess = gap + Scalar(margin)
        return excess > 0 ? (excess, 1) : (0, 0)
    }

    func value(genuine: [Float], impostor: [Float]) -> Float {
        let total = genuine.reduce(0.0) { sum, near in impostor.reduce(sum) { $0 + Double(term(near, $1).loss) } }
        return Float(total / Double(max(1, genuine.count * impostor.count)))
    }

    func evaluate<Scalar: MetricScalar>(_ distances: DenseMatrix<Scalar>, labels: [Int], slopes: inout DenseMatrix<Scalar>)
        -> (value: Scalar, activeFraction: Float)
    {
        var total = Scalar(0)
        var counts = (seen: 0, active: 0, averaged: 0)
        forEachTriplet(distances, labels) { anchor, positive, negative in
            counts.seen += 1
            guard takes(distances[anchor, positive], distances[anchor, negative]) else { return }
            let (loss, slope) = term(distances[anchor, positive], distances[anchor, negative])
            total += loss
            if loss > 0 { counts.active += 1 }
            // Batch-hard has one triplet an anchor and averages over all of them.
            if loss > 0 || mining == .batchHard { counts.averaged += 1 }
            slopes[anchor, positive] += slope
            slopes[anchor, negative] -= slope
        }
        let scale = 1 / Scalar(max(1, counts.averaged))
        for index in slopes.values.indices { slopes.values[index] *= scale }
        return (total * scale, Float(counts.active) / Float(max(1, counts.seen)))
    }

    private func takes<Scalar: MetricScalar>(_ positive: Scalar, _ negative: Scalar) -> Bool {
        mining != .semiHard || (positive < negative && negative < positive + Scalar(margin))
    }

    private func forEachTriplet<Scalar: MetricScalar>(
        _ distances: DenseMatrix<Scalar>, _ labels: [Int], _ visit: (_ anchor: Int, _ positive: Int, _ negative: Int) -> Void
    ) {
        for anchor in labels.indices {
            if mining == .batchHard {
                if let hardest = hardest(anchor, distances, labels) { visit(anchor, hardest.positive, hardest.negative) }
                continue
            }
            let positives = labels.indices.filter { $0 != anchor && labels[$0] == labels[anchor] }
            let negatives = labels.indices.filter { labels[$0] != labels[anchor] }
            for positive in positives {
                for negative in negatives { visit(anchor, positive, negative) }
            }
        }
    }

    /// An anchor's farthest positive and nearest negative, where it has both; of equal ones the first.
    private func hardest<Scalar: MetricScalar>(_ anchor: Int, _ distances: DenseMatrix<Scalar>, _ labels: [Int]) -> (
        positive: Int, negative: Int
    )? {
        var (positive, negative) = (-1, -1)
        distances.values.withUnsafeBufferPointer { values in
            let row = anchor * labels.count
            for other in labels.indices where other != anchor {
                if labels[other] == labels[anchor] {
                    if positive < 0 || values[row + positive] < values[row + other] { positive = other }
                } else if negative < 0 || values[row + other] < values[row + negative] {
                    negative = other
                }
            }
        }
        return positive < 0 || negative < 0 ? nil : (positive, negative)
    }
}
