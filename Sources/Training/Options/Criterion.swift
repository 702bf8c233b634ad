/// What makes one evaluation better than another.
public enum Criterion: String, Codable, Sendable, CaseIterable {
    case areaUnderROC = "auc"
    case equalErrorRate = "eer"
    case accuracy
    case loss
    /// One-shot accuracy on the validation classes, within their groups where they have some.
    case oneShot = "one-shot"
    /// Whichever is newest, for a schedule at whose end the weights come to rest: with few validation classes the highest figure on the
    /// way is often only the luckiest.
    case latest

    /// Larger is better.
    public func score(_ metrics: EvaluationMetrics) -> Float {
        switch self {
        case .areaUnderROC: metrics.areaUnderROC
        case .equalErrorRate: -metrics.equalErrorRate
        case .accuracy: metrics.accuracy
        case .loss: -metrics.loss
        case .oneShot: metrics.oneShotAccuracy ?? metrics.areaUnderROC
        case .latest: Float(metrics.step)
        }
    }
}
