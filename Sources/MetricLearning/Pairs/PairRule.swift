/// The losses that judge pairs one by one, as one concrete type: the loops over features are then compiled for it, which they
/// would not be behind `any PairwiseLoss`.
enum PairRule: PairwiseLoss {
    case contrastive(ContrastiveLoss)
    case crossEntropy(CrossEntropyLoss)
    case cosineEmbedding(CosineEmbeddingLoss)

    var distance: Distance {
        switch self {
        case .contrastive(let loss): loss.distance
        case .crossEntropy(let loss): loss.distance
        case .cosineEmbedding(let loss): loss.distance
        }
    }

    func term<Scalar: MetricScalar>(_ distance: Scalar, same: Bool) -> (loss: Scalar, slope: Scalar) {
        switch self {
        case .contrastive(let loss): loss.term(distance, same: same)
        case .crossEntropy(let loss): loss.term(distance, same: same)
        case .cosineEmbedding(let loss): loss.term(distance, same: same)
        }
    }
}
