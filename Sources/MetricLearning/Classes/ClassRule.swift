/// The losses that compare classes, as one concrete type, for the reason that `PairRule` gives.
enum ClassRule: ClasswiseLoss {
    case triplet(TripletLoss)
    case supervisedContrastive(SupervisedContrastiveLoss)
    case multiSimilarity(MultiSimilarityLoss)

    var distance: Distance {
        switch self {
        case .triplet(let loss): loss.distance
        case .supervisedContrastive(let loss): loss.distance
        case .multiSimilarity(let loss): loss.distance
        }
    }

    func evaluate<Scalar: MetricScalar>(_ distances: DenseMatrix<Scalar>, labels: [Int], slopes: inout DenseMatrix<Scalar>)
        -> (value: Scalar, activeFraction: Float)
    {
        switch self {
        case .triplet(let loss): loss.evaluate(distances, labels: labels, slopes: &slopes)
        case .supervisedContrastive(let loss): loss.evaluate(distances, labels: labels, slopes: &slopes)
        case .multiSimilarity(let loss): loss.evaluate(distances, labels: labels, slopes: &slopes)
        }
    }

    func value(genuine: [Float], impostor: [Float]) -> Float {
        switch self {
        case .triplet(let loss): loss.value(genuine: genuine, impostor: impostor)
        case .supervisedContrastive(let loss): loss.value(genuine: genuine, impostor: impostor)
        case .multiSimilarity(let loss): loss.value(genuine: genuine, impostor: impostor)
        }
    }
}
