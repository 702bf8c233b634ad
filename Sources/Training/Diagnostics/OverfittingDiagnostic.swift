/// The loss of validation rises while that of training falls: the network learns its images by heart.
struct OverfittingDiagnostic: Diagnostic {
    private var recent = RecentSteps(Self.window)
    private var best: (step: Int, validation: Float, training: Float)?
    private var worseInARow = 0
    private(set) var finding: Finding?

    private static let window = 50
    private static let evaluationsInARow = 3
    /// How far validation must have risen above its best, and training fallen since, to count.
    private static let rise: Float = 1.1
    private static let fall: Float = 0.9

    mutating func examine(_ metrics: StepMetrics) { recent.append(metrics) }

    mutating func examine(_ metrics: EvaluationMetrics) {
        finding = nil
        guard recent.isFull else { return }
        let training = recent.mean(\.loss)
        guard let best, metrics.loss >= best.validation else {
            best = (metrics.step, metrics.loss, training)
            worseInARow = 0
            return
        }
        let isWorse = metrics.loss > best.validation * Self.rise && training < best.training * Self.fall
        worseInARow = isWorse ? worseInARow + 1 : 0
        guard worseInARow >= Self.evaluationsInARow else { return }
        finding = Finding(
            topic: .overfitting,
            message: "Overfitting: the validation loss has risen from \(best.validation.short) (step \(best.step)) to "
                + "\(metrics.loss.short) while the training loss fell to \(training.short)",
            advice:
                "Use augmentation, dropout or weight decay, a smaller network or more classes; checkpoints/best keeps the best "
                + "network so far.")
    }
}
