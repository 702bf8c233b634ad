/// Everything that is drawn over the steps.
enum Measure: Int, CaseIterable, Sendable {
    case loss
    case smoothedLoss
    case validationLoss
    case accuracy
    case testAccuracy
    case oneShotAccuracy
    case equalErrorRate
    case areaUnderROC
    case genuineDistance
    case impostorDistance
    case threshold
    case margin
    case learningRate
    case gradientNorm
    case activeFraction
    case throughput
    case dataWait

    /// Whether it has a point for every evaluation instead of every step.
    var isEvaluated: Bool {
        switch self {
        case .validationLoss, .accuracy, .testAccuracy, .oneShotAccuracy, .equalErrorRate, .areaUnderROC, .genuineDistance,
            .impostorDistance, .threshold:
            true
        default: false
        }
    }
}
