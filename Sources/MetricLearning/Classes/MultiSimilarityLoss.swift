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
        func part(_ distances: [Float], sharpness: Float, sign: Float) -> Float {
            logSum([0] + distances.map { sign * sharpness * (1 - $0 - base) }) / sharpness
        }
        return part(genuine, sharpness: alpha, sign: -1) + part(impostor, sharpness: beta, sign: 1)
    }

    func evaluate<Scalar: MetricScalar>(_ distances: DenseMatrix<Scalar>, labels: [Int], slopes: inout DenseMatrix<Scalar>)
        -> (value: Scalar, activeFraction: Float)
    {
        let count = labels.count
        let scale = 1 / Scalar(max(1, count))
        var total = Scalar(0)
        var active = 0
        slopes.values.withUnsafeMutableBufferPointer { slopes in
            distances.values.withUnsafeBufferPointer { distances in
                labels.withUnsafeBufferPointer { labels in
                    for anchor in 0..<count {
                        let row = anchor * count..<(anchor + 1) * count
                        let one = Anchor(
                            index: anchor, labels: labels, distances: UnsafeBufferPointer(rebasing: distances[row]),
                            slopes: UnsafeMutableBufferPointer(rebasing: slopes[row]), base: Scalar(base))
                        let limits = one.limits(miningMargin.map { Scalar($0) })
                        let near = one.part(same: true, beyond: limits.positives, sharpness: Scalar(alpha), sign: -1, scale)
                        let far = one.part(same: false, beyond: limits.negatives, sharpness: Scalar(beta), sign: 1, scale)
                        total += (near.loss + far.loss) * scale
                        if near.count + far.count > 0 { active += 1 }
                    }
                }
            }
        }
        return (total, Float(active) / Float(max(1, count)))
    }
}

/// One image with its distances to all others.
private struct Anchor<Scalar: MetricScalar> {
    let index: Int
    let labels: UnsafeBufferPointer<Int>
    let distances: UnsafeBufferPointer<Scalar>
    let slopes: UnsafeMutableBufferPointer<Scalar>
    let base: Scalar

    /// Positives beyond the one limit and negatives within the other are taken: all of them where nothing is mined.
    func limits(_ slack: Scalar?) -> (positives: Scalar, negatives: Scalar) {
        guard let slack else { return (-.infinity, .infinity) }
        var (farthest, nearest) = (-Scalar.infinity, Scalar.infinity)
        for other in labels.indices where other != index {
            if labels[other] == labels[index] {
                farthest = max(farthest, distances[other])
            } else {
                nearest = min(nearest, distances[other])
            }
        }
        return (nearest - slack, farthest + slack)
    }

    /// One of the two terms, `1/sharpness log(1 + sum exp(sign sharpness (1 - D - base)))`; its slopes times `scale` are written.
    func part(same: Bool, beyond limit: Scalar, sharpness: Scalar, sign: Scalar, _ scale: Scalar) -> (loss: Scalar, count: Int) {
        func takes(_ other: Int) -> Bool {
            guard other != index, (labels[other] == labels[index]) == same else { return false }
            return same ? distances[other] > limit : distances[other] < limit
        }
        func exponent(_ other: Int) -> Scalar { sign * sharpness * (1 - distances[other] - base) }
        // The largest exponent is taken off first, so that nothing overflows; the one in the logarithm has exponent zero.
        var largest = Scalar(0)
        var count = 0
        for other in labels.indices where takes(other) {
            largest = max(largest, exponent(other))
            count += 1
        }
        guard count > 0 else { return (0, 0) }
        var sum = exponential(-largest)
        for other in labels.indices where takes(other) {
            slopes[other] = exponential(exponent(other) - largest)
            sum += slopes[other]
        }
        let factor = -sign * scale / sum
        for other in labels.indices where takes(other) { slopes[other] *= factor }
        return ((largest + logarithm(sum)) / sharpness, count)
    }
}
