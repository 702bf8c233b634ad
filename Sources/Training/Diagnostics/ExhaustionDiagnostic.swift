import MetricLearning

/// Every impostor is beyond the margin: only genuine pairs are still drawn together, although pairs are judged wrongly.
struct ExhaustionDiagnostic: Diagnostic {
    private(set) var finding: Finding?

    /// Below this share of active impostors (or triplets) there is next to nothing to learn from.
    private static let leastActive: Float = 0.02
    /// Impostors so many margins apart are beyond it for long.
    private static let far: Float = 10

    mutating func examine(_ observation: Observation, _ course: Course) {
        finding = nil
        guard course.many.isFull, let evaluation = course.evaluation, evaluation.areaUnderROC < Course.goodArea,
            let margin = course.margin,
            let active = activeImpostors(course, margin), active < Self.leastActive
        else { return }
        finding = Finding(
            kind: .exhausted,
            evidence:
                "\((active * 100).short) % of impostors are within the margin of \(margin.short), and the area under ROC is "
                + "\(evaluation.areaUnderROC.short)",
            figures: [
                RunVerdict.Figure("share of active impostors", Double(active)),
                RunVerdict.Figure("area under ROC", Double(evaluation.areaUnderROC)),
            ],
            remedy: remedy(course, margin))
    }

    private func remedy(_ course: Course, _ margin: Float) -> RunVerdict.Remedy {
        // Where the margin was lowered, distances are still of the size of the old one: to raise it again would undo the advice.
        if let first = course.options.loss.margin, first > margin {
            return RunVerdict.Remedy(
                .lowerMargin, task: "Start again with this margin, since distances have grown to that of \(first.short)",
                [.train(["--margin", Setting.margin.plainText(Double(margin))])])
        }
        return RunVerdict.Remedy(
            .raiseMargin, task: "Raise the margin",
            [.set(.margin, (max(course.many.mean(\.impostorDistance), margin) * 2).brief)])
    }

    /// The share of impostors that still add to the loss; `nil` where a loss has no margin, or does not tell.
    private func activeImpostors(_ course: Course, _ margin: Float) -> Float? {
        let active = course.many.mean(\.activeFraction)
        switch course.loss {
        case .triplet(_, _, false, _): return active
        case .contrastive(_, 0, _):
            // Genuine pairs are always active here, unless all distances are zero.
            // Distances that begin far apart come together before they part.
            guard course.many.mean(\.impostorDistance) > Self.far * margin else { return nil }
            let genuine = course.many.mean { $0.genuineFraction ?? 0.5 }
            return genuine < 1 ? max(0, active - genuine) / (1 - genuine) : nil
        default: return nil
        }
    }
}
