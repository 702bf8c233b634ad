/// Multi-similarity loss (Wang et al. 2019, equation 15) on cosine similarity S, the mean over anchors of
/// `1/alpha log(1 + sum exp(-alpha (S_ap - base))) + 1/beta log(1 + sum exp(beta (S_an - base)))`.
struct MultiSimilarityLoss: ClasswiseLoss {
    let alpha: Float
    let beta: Float
    let base: Float
    /// The paper's mining (equations 11 and 12) keeps negatives nearer than the farthest positive, and positives farther than the
    /// nearest negative, give or take this much similarity; `nil` keeps all.
    let miningMargin: Float?
    var distance: Distance { .cosine }

    func value(genuine: [Float], impostor: [Float]) -> Float {
        part(genuine, sharpness: alpha, sign: -1).loss + part(impostor, sharpness: beta, sign: 1).loss
    }

    /// One of the two terms over distances, and its derivative with respect to each.
    private func part<Scalar: MetricScalar>(_ distances: [Scalar], sharpness: Float, sign: Scalar) -> (
        loss: Scalar, slopes: [Scalar]
    ) {
        let sharpness = Scalar(sharpness)
        let exponents = distances.map { sign * sharpness * (1 - $0 - Scalar(base)) }
        let whole = logSum([0] + exponents)
        return (whole / sharpness, exponents.map { -sign * exponential($0 - whole) })
    }

    func evaluate<Scalar: MetricScalar>(_ distances: DenseMatrix<Scalar>, labels: [Int], slopes: inout DenseMatrix<Scalar>)
        -> (value: Scalar, activeFraction: Float)
    {
        let scale = 1 / Scalar(max(1, labels.count))
        var total = Scalar(0)
        var active = 0
        for anchor in labels.indices {
            let (positives, negatives) = mined(anchor, distances, labels)
            if !positives.isEmpty || !negatives.isEmpty { active += 1 }
            let parts: [(others: [Int], sharpness: Float, sign: Scalar)] = [(positives, alpha, -1), (negatives, beta, 1)]
            for (others, sharpness, sign) in parts {
                let (loss, own) = part(others.map { distances[anchor, $0] }, sharpness: sharpness, sign: sign)
                total += loss * scale
                for (other, slope) in zip(others, own) { slopes[anchor, other] += slope * scale }
            }
        }
        return (total, Float(active) / Float(max(1, labels.count)))
    }

    private func mined<Scalar: MetricScalar>(_ anchor: Int, _ distances: DenseMatrix<Scalar>, _ labels: [Int]) -> (
        positives: [Int], negatives: [Int]
    ) {
        let positives = labels.indices.filter { $0 != anchor && labels[$0] == labels[anchor] }
        let negatives = labels.indices.filter { labels[$0] != labels[anchor] }
        guard let miningMargin else { return (positives, negatives) }
        let slack = Scalar(miningMargin)
        let farthest = positives.map { distances[anchor, $0] }.max() ?? -.infinity
        let nearest = negatives.map { distances[anchor, $0] }.min() ?? .infinity
        return (
            positives.filter { distances[anchor, $0] > nearest - slack },
            negatives.filter { distances[anchor, $0] < farthest + slack }
        )
    }
}
