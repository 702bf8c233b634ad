import MetricLearning

/// Every impostor is beyond the margin: the loss still falls a little, but only by drawing genuine pairs together.
struct EasyPairsDiagnostic: Diagnostic {
    private let loss: LossSpec
    private var recent = RecentSteps(Self.window)
    private(set) var finding: Finding?

    private static let window = 100
    /// Below this share of active impostors (or triplets, or anchors) there is next to nothing to learn from.
    private static let leastActive: Float = 0.02

    init(loss: LossSpec) {
        self.loss = loss
    }

    mutating func examine(_ metrics: StepMetrics) {
        recent.append(metrics)
        finding = nil
        guard recent.isFull, let active = activeImpostors(margin: metrics.margin), active < Self.leastActive else { return }
        finding = Finding(
            topic: .easyPairs,
            message:
                "Nearly every impostor is beyond the margin (\((active * 100).short) % are not): there is little left to learn",
            advice: "Take harder pairs (classes of one group in a batch, or mining), raise the margin, or stop here.")
    }

    /// The share of impostors that still add to the loss; `nil` where a loss has no margin, or does not tell.
    private func activeImpostors(margin: Float?) -> Float? {
        let active = recent.mean(\.activeFraction)
        switch loss {
        case .triplet(_, _, false, _): return active
        case .contrastive(_, 0, _):
            // Genuine pairs are always active here, unless all distances are zero.
            guard let margin, recent.mean(\.impostorDistance) > margin else { return nil }
            let genuine = recent.mean { $0.genuineFraction ?? 0.5 }
            return genuine < 1 ? max(0, active - genuine) / (1 - genuine) : nil
        default: return nil
        }
    }
}
