/// Contrastive loss (Hadsell, Chopra, LeCun 2006, equation 4) without the paper's factor 1/2, as most code has it:
/// genuine pairs `max(0, D - genuineMargin)^2`, impostor pairs `max(0, margin - D)^2`.
struct ContrastiveLoss: PairwiseLoss {
    let margin: Float
    let genuineMargin: Float
    let distance: Distance

    func term<Scalar: MetricScalar>(_ distance: Scalar, same: Bool) -> (loss: Scalar, slope: Scalar) {
        let excess = max(0, same ? distance - Scalar(genuineMargin) : Scalar(margin) - distance)
        return (excess * excess, same ? 2 * excess : -2 * excess)
    }
}
