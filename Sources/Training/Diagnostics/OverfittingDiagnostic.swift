/// The loss of training falls while validation gets no better: the network learns its images by heart.
struct OverfittingDiagnostic: Diagnostic {
    private var best: Best?
    private var worseInARow = 0
    private var atChanceInARow = 0
    private(set) var finding: Finding?
    private var lossChanges = 0

    /// The evaluation with the lowest validation loss, and the largest area of all.
    private struct Best {
        var step: Int
        var validation: Float
        var training: Float
        var area: Float
    }

    private static let evaluationsInARow = 3
    /// How far validation must have risen above its best, and training fallen since, to count.
    private static let rise: Float = 1.1
    private static let fall: Float = 0.9
    private static let areaLost: Float = 0.02
    /// Areas under ROC that coin flips reach, where there are images enough.
    private static let chance: Float = 0.55
    private static let leeway: Float = 0.05
    /// Of the first training loss: what is below was learned by heart, where nothing of it carries over.
    private static let learned: Float = 0.5
    /// Before, a network is still finding out what its images have in common.
    private static let firstStep = 300

    mutating func examine(_ observation: Observation, _ course: Course) {
        if course.lossChanges != lossChanges { self = OverfittingDiagnostic(lossChanges: course.lossChanges) }
        guard case .evaluation(let metrics) = observation, course.recent.isFull, let start = course.start else { return }
        let training = course.recent.median(\.loss)
        // Few images tell nothing from chance.
        let isAtChance =
            metrics.areaUnderROC + course.areaError < Self.chance + Self.leeway && metrics.areaUnderROC < Self.chance
            && training < Self.learned * start.loss && metrics.step >= Self.firstStep
        if isAtChance {
            atChanceInARow += 1
        } else if atChanceInARow < Self.evaluationsInARow || metrics.areaUnderROC > Self.chance + Self.leeway {
            // What was found is not over with one evaluation that is a little better.
            atChanceInARow = 0
        }
        if let best, metrics.loss >= best.validation {
            let isWorse =
                metrics.loss > best.validation * Self.rise && training < best.training * Self.fall
                && metrics.areaUnderROC < best.area - max(Self.areaLost, 0.5 * course.areaError)
                && metrics.step >= Self.firstStep
            if isWorse {
                worseInARow += 1
            } else if worseInARow < Self.evaluationsInARow || metrics.areaUnderROC > best.area - Self.areaLost {
                worseInARow = 0
            }
            self.best?.area = max(metrics.areaUnderROC, best.area)
        } else {
            worseInARow = 0
            best = Best(
                step: metrics.step, validation: metrics.loss, training: training,
                area: max(metrics.areaUnderROC, best?.area ?? 0))
        }
        finding = carriesNothingOver(metrics, training, start) ?? risen(metrics, training)
    }

    init() {}

    private init(lossChanges: Int) { self.lossChanges = lossChanges }

    private func carriesNothingOver(_ metrics: EvaluationMetrics, _ training: Float, _ start: Beginning) -> Finding? {
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
                .regularize,
                "Train again with more classes or augmentation (--rotation 15 --translation 0.1), after a look at whether the images of a "
                    + "class show one thing (twinscope data DATASET)"))
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
