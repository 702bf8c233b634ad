import MetricLearning

/// Batches hold many more pairs of one kind than of the other, so that a loss of single pairs hardly hears the rare kind.
struct UnbalancedPairsDiagnostic: Diagnostic {
    private(set) var finding: Finding?

    private static let balanced: ClosedRange<Float> = 0.05...0.95

    mutating func examine(_ observation: Observation, _ course: Course) {
        finding = nil
        guard course.loss.judgesSinglePairs, course.step >= 50, course.hasGenuineShare, course.recent.isFull else {
            return
        }
        let genuine = course.genuineShare
        guard !Self.balanced.contains(genuine), course.evaluation?.areaUnderROC ?? 0 < Course.goodArea else { return }
        finding = Finding(
            kind: .unbalanced, evidence: "\((genuine * 100).short) % of the pairs in a batch are genuine",
            figures: [RunVerdict.Figure("share of genuine pairs", Double(genuine))],
            remedy: RunVerdict.Remedy(
                .balancePairs, task: "Train on balanced pairs, or with a loss that compares classes",
                [.train(["--sampler", "pairs"]), .train(["--loss", "triplet"])]))
    }
}
