/// The weights hardly move, and nothing has been learned yet.
struct StandstillDiagnostic: Diagnostic {
    private(set) var finding: Finding?

    private static let firstStep = 100
    /// Of the first loss: a network that is below has learned something.
    private static let learned: Float = 0.9
    /// Gradients that are cut to less than this share count for nothing.
    private static let cut: Float = 1e-3

    mutating func examine(_ observation: Observation, _ course: Course) {
        finding = judge(course)
    }

    private func judge(_ course: Course) -> Finding? {
        // A schedule that has come down means the rest that it brings.
        guard course.step >= Self.firstStep, course.rateFactor > 0.5, let ratio = course.largestUpdate, let start = course.start,
            course.recent.isFull
        else {
            return nil
        }
        let loss = course.recent.median(\.loss)
        let isStill = ratio < Course.still
        guard isStill || ratio < Course.creeping && loss > Self.learned * start.loss, loss > 0.05 * start.loss
        else { return nil }
        return Finding(
            kind: .slow,
            evidence: (ratio == 0
                ? "no layer moves at all"
                : "a step changes no layer by more than \(ratio.short) of its weights, where about 1e-3 is usual")
                + "; the loss was \(start.loss.short) at first and is \(loss.short)",
            figures: [
                RunVerdict.Figure("largest share of weights changed", Double(ratio)),
                RunVerdict.Figure("first loss", Double(start.loss)),
                RunVerdict.Figure("loss", Double(loss)),
            ], remedy: remedy(course))
    }

    private func remedy(_ course: Course) -> RunVerdict.Remedy {
        let factors = course.options.learningRateFactors
        if !factors.isEmpty, let layers = course.firstLayers?.layers, layers.allSatisfy({ factors[$0.name] == 0 }) {
            return RunVerdict.Remedy(.trainMoreLayers, "Let a layer learn: learningRateFactors give every one the rate 0")
        }
        let norm = course.recent.median(\.gradientNorm)
        if let clip = course.options.gradientClip, clip < Self.cut * norm {
            return RunVerdict.Remedy(
                .raiseGradientClip,
                task: "Train again with a larger --clip: gradients of \(norm.short) are cut down to \(clip.short)",
                [.train(["--clip", norm.short])])
        }
        let rate = course.baseRate * min(1000, max(10, 1e-3 / max(course.largestUpdate ?? 0, 1e-9)))
        return RunVerdict.Remedy(.raiseLearningRate, task: "Raise the learning rate", [.set(.learningRate, rate.brief)])
    }
}
