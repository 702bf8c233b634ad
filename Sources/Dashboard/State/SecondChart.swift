/// What the lower chart of the Train screen shows.
enum SecondChart: Int, CaseIterable, Sendable {
    case accuracy
    case equalErrorRate
    case areaUnderROC
    case distances
    case learningRate
    case gradientNorm
    case activePairs
    case throughput
    case dataWait

    var title: String {
        switch self {
        case .accuracy: "Accuracy"
        case .equalErrorRate: "Equal error rate"
        case .areaUnderROC: "Area under ROC"
        case .distances: "Mean distances"
        case .learningRate: "Learning rate"
        case .gradientNorm: "Gradient norm"
        case .activePairs: "Active pairs"
        case .throughput: "Pairs a second"
        case .dataWait: "Waiting for images"
        }
    }

}
