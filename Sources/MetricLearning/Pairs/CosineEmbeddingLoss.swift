/// Cosine embedding loss as PyTorch writes it: genuine pairs `1 - cos`, impostor pairs `max(0, cos - margin)`.
struct CosineEmbeddingLoss: PairwiseLoss {
    let margin: Float
    var distance: Distance { .cosine }

    func term<Scalar: MetricScalar>(_ distance: Scalar, same: Bool) -> (loss: Scalar, slope: Scalar) {
        guard !same else { return (distance, 1) }
        let excess = 1 - distance - Scalar(margin)
        return excess > 0 ? (excess, -1) : (0, 0)
    }
}
