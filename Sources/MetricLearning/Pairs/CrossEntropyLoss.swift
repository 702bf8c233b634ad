/// Binary cross-entropy of the logit `margin - D`: a pair nearer than the margin is more likely genuine than not.
struct CrossEntropyLoss: PairwiseLoss {
    let margin: Float
    let distance: Distance

    func term<Scalar: MetricScalar>(_ distance: Scalar, same: Bool) -> (loss: Scalar, slope: Scalar) {
        let (loss, slope) = crossEntropy(logit: Scalar(margin) - distance, same: same)
        return (loss, -slope)
    }
}

/// `-log p` of the truth, `p = 1 / (1 + exp(-logit))` being the probability of a genuine pair, and its derivative.
func crossEntropy<Scalar: MetricScalar>(logit: Scalar, same: Bool) -> (loss: Scalar, slope: Scalar) {
    // `logistic(logit) - 1` would lose its digits where it is small.
    (softplus(same ? -logit : logit), same ? -logistic(-logit) : logistic(logit))
}

/// Binary cross-entropy with logits (Koch, Zemel, Salakhutdinov 2015, section 3.2), for heads that give a logit a pair.
public enum LogitLoss {
    /// The mean over all pairs.
    ///
    /// - Parameters:
    ///   - logits: one a pair, large for genuine ones.
    ///   - gradient: one number a pair, overwritten.
    public static func evaluate(logits: [Float], same: [Bool], gradient: inout [Float]) -> Float {
        precondition(logits.count == same.count && gradient.count == same.count, "there must be one logit a pair")
        let pairs = Float(max(1, same.count))
        var total: Float = 0
        for pair in same.indices {
            let (loss, slope) = crossEntropy(logit: logits[pair], same: same[pair])
            total += loss
            gradient[pair] = slope / pairs
        }
        return total / pairs
    }
}
