/// The loss of training falls while validation gets no better: the network learns its images by heart.
struct OverfittingDiagnostic: Diagnostic {
    private var best: (step: Int, validation: Float, training: Float, area: Float)?
    private var worseInARow = 0
    private var atChanceInARow = 0
    private(set) var finding: Finding?

    private static let evaluationsInARow = 3
    /// How far validation must have risen above its best, and training fallen since, to count.
    private static let rise: Float = 1.1
    private static let fall: Float = 0.9
    private static let areaLost: Float = 0.01
    /// Areas under ROC that coin flips reach.
    private static let chance: ClosedRange<Float> = 0...0.55

    mutating func examine(_ observation: Observation, _ course: Course) {
        guard case .evaluation(let metrics) = observation, course.recent.isFull, let start = course.start else { return }
        let training = course.recent.median(\.loss)
        let isAtChance = Self.chance.contains(metrics.areaUnderROC) && training < 0.7 * start.loss
        atChanceInARow = isAtChance ? atChanceInARow + 1 : 0
        if let best, metrics.loss >= best.validation {
            let isWorse =
                metrics.loss > best.validation * Self.rise && training < best.training * Self.fall
                && metrics.areaUnderROC < best.area - Self.areaLost
            worseInARow = isWorse ? worseInARow + 1 : 0
        } else {
            worseInARow = 0
        }
        best = (
            metrics.loss < best?.validation ?? .infinity ? metrics.step : best?.step ?? metrics.step,
            min(metrics.loss, best?.validation ?? .infinity),
            metrics.loss < best?.validation ?? .infinity ? training : best?.training ?? training,
            max(metrics.areaUnderROC, best?.area ?? 0)
        )
        finding = carriesNothingOver(metrics, training, start) ?? risen(metrics, training)
    }

    private func carriesNothingOver(_ metrics: EvaluationMetrics, _ training: Float, _ start: StepMetrics) -> Finding? {
        guard atChanceInARow >= Self.evaluationsInARow else { return nil }
        return Finding(
            kind: .overfitting,
            evidence:
                "the training loss fell from \(start.loss.short) to \(training.short), but on validation classes the area under ROC "
                + "is \(metrics.areaUnderROC.short), as if by coin flips",
            figures: [
                RunVerdict.Figure("training loss", Double(training)),
                RunVerdict.Figure("area under ROC", Double(metrics.areaUnderROC)),
            ],
            remedy: RunVerdict.Remedy(
                .checkClasses, "Check that the images of a class show one thing: twinscope data DATASET"))
    }

    private func risen(_ metrics: EvaluationMetrics, _ training: Float) -> Finding? {
        guard worseInARow >= Self.evaluationsInARow, let best else { return nil }
        return Finding(
            kind: .overfitting,
            evidence:
                "the validation loss has risen from \(best.validation.short) (step \(best.step)) to \(metrics.loss.short) while the "
                + "training loss fell to \(training.short)",
            figures: [
                RunVerdict.Figure("validation loss", Double(metrics.loss)),
                RunVerdict.Figure("best validation loss", Double(best.validation)),
                RunVerdict.Figure("training loss", Double(training)),
            ],
            remedy: RunVerdict.Remedy(
                .regularize,
                "Stop here (checkpoints/best keeps the best network), and train again with augmentation (--rotation 15 --translation 0.1) "
                    + "or more classes"))
    }
}
