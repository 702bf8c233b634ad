import MetricLearning

/// Batches hold many more pairs of one kind than of the other, so that a loss of single pairs hardly hears the rare kind.
struct UnbalancedPairsDiagnostic: Diagnostic {
    private let judgesSinglePairs: Bool
    private var recent = RecentSteps(Self.window)
    private(set) var finding: Finding?

    private static let window = 50
    private static let balanced: ClosedRange<Float> = 0.05...0.95

    init(loss: LossSpec) {
        judgesSinglePairs = loss.judgesSinglePairs
    }

    mutating func examine(_ metrics: StepMetrics) {
        guard judgesSinglePairs, metrics.genuineFraction != nil else { return }
        recent.append(metrics)
        let genuine = recent.mean { $0.genuineFraction ?? 0.5 }
        finding = nil
        guard recent.isFull, !Self.balanced.contains(genuine) else { return }
        finding = Finding(
            topic: .unbalancedPairs, message: "\((genuine * 100).short) % of the pairs in a batch are genuine",
            advice: "Train on balanced pairs (half genuine, half impostor), or on a loss that compares classes, such as triplet.")
    }
}
