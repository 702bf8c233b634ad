/// The loss of training falls while validation gets worse, or no better than it was: the network learns its images by heart.
struct OverfittingDiagnostic: Diagnostic {
    private(set) var finding: Finding?
    /// The evaluation with the largest area under ROC, that before the first step included.
    private var best: Best?
    /// The lowest validation loss of a network that was trained.
    private var lowest: Lowest?
    private var worseInARow = 0
    private var nothingInARow = 0
    private var lossChanges = 0

    private struct Best: Codable, Equatable {
        var step: Int
        /// The training loss then.
        var training: Float
        var area: Float
    }

    private struct Lowest: Codable, Equatable {
        var step: Int
        var loss: Float
    }

    /// Evaluations in a row that are clearly worse than the best one; and that show nothing learned.
    private static let worseEvaluations = 2
    private static let emptyEvaluations = 3
    /// How far the validation loss must have risen above its lowest, and the training loss fallen since the best evaluation.
    private static let rise: Float = 1.05
    private static let fall: Float = 0.9
    /// How much smaller the area under ROC must be: so much, and so many standard errors of the difference of two areas.
    private static let areaLost: Float = 0.02
    private static let errors: Float = 2
    /// Areas under ROC that coin flips reach, where there are images enough.
    private static let chance: Float = 0.55
    private static let leeway: Float = 0.05
    /// An area as large is worth something, whatever it was before the first step.
    private static let fairArea: Float = 0.8
    /// Of the loss without learning: what is below was learned by heart, where nothing of it carries over.
    private static let learned: Float = 0.5

    init() {}

    private init(lossChanges: Int) { self.lossChanges = lossChanges }

    mutating func examine(_ observation: Observation, _ course: Course) {
        if course.lossChanges != lossChanges { self = OverfittingDiagnostic(lossChanges: course.lossChanges) }
        guard case .evaluation(let metrics) = observation else { return }
        guard course.recent.isFull, let start = course.start else {
            // A network as it was drawn has learned nothing: its training loss is what the first steps find.
            if metrics.step == 0 { best = Best(step: 0, training: .infinity, area: metrics.areaUnderROC) }
            return
        }
        let training = course.recent.median(\.loss)
        let area = metrics.areaUnderROC
        nothingInARow = Self.counted(
            nothingInARow, isFound: isNothing(metrics, training, course), of: Self.emptyEvaluations,
            isOver: area > Self.chance + Self.leeway && !isBelowFirst(area, course))
        if metrics.loss < lowest?.loss ?? .infinity { lowest = Lowest(step: metrics.step, loss: metrics.loss) }
        if let best, area <= best.area {
            let isWorse =
                metrics.loss > (lowest?.loss ?? metrics.loss) * Self.rise
                && training <= min(best.training, start.loss) * Self.fall
                && isBelow(best.area, area, course)
            worseInARow = Self.counted(
                worseInARow, isFound: isWorse, of: Self.worseEvaluations, isOver: area > best.area - Self.areaLost)
        } else {
            worseInARow = 0
            best = Best(step: metrics.step, training: training, area: area)
        }
        finding = carriesNothingOver(metrics, training, course) ?? risen(metrics, training, course)
    }

    /// What was found is not over with one evaluation that is a little better.
    private static func counted(_ inARow: Int, isFound: Bool, of enough: Int, isOver: Bool) -> Int {
        isFound ? inARow &+ 1 : inARow < enough || isOver ? 0 : inARow
    }

    /// Whether an area under ROC is smaller than another one beyond chance.
    private func isBelow(_ area: Float, _ now: Float, _ course: Course) -> Bool {
        let (one, other) = (course.validation.areaError(area), course.validation.areaError(now))
        return area - now > max(Self.areaLost, Self.errors * (one * one + other * other).squareRoot())
    }

    private func isBelowFirst(_ area: Float, _ course: Course) -> Bool {
        course.firstEvaluation.map { $0.step == 0 && isBelow($0.areaUnderROC, area, course) } ?? false
    }

    /// Whether the training images are told apart, and others as if by coin flips, or no better than before the first step.
    private func isNothing(_ metrics: EvaluationMetrics, _ training: Float, _ course: Course) -> Bool {
        guard let uninformed = course.uninformedLoss, training < Self.learned * uninformed else { return false }
        let area = metrics.areaUnderROC
        // Few images tell nothing from chance.
        if area + course.areaError < Self.chance + Self.leeway, area < Self.chance { return true }
        guard let first = course.firstEvaluation, first.step == 0, course.lossChanges == 0 else { return false }
        return isBelowFirst(area, course)
            || area < Self.fairArea && area < first.areaUnderROC + Self.areaLost && area + course.areaError < Self.fairArea
    }

    private func carriesNothingOver(_ metrics: EvaluationMetrics, _ training: Float, _ course: Course) -> Finding? {
        guard nothingInARow >= Self.emptyEvaluations, let start = course.start else { return nil }
        let area = metrics.areaUnderROC
        let first = course.firstEvaluation.flatMap { $0.step == 0 && area >= Self.chance ? $0.areaUnderROC : nil }
        let comparison = first.map { "where it was \($0.short) before the first step" } ?? "as if by coin flips"
        return Finding(
            kind: .overfitting,
            evidence:
                "the training loss fell from \(start.loss.short) to \(training.short), but on validation the area under ROC is "
                + "\(area.short), \(comparison)",
            figures: [
                RunVerdict.Figure("training loss", Double(training)), RunVerdict.Figure("area under ROC", Double(area)),
            ],
            remedy: course.remedyForMargin(beyond: Self.reach)
                ?? RunVerdict.Remedy(
                    .regularize,
                    task:
                        "Train again with more classes or augmentation, and look at whether the images of a class show one thing",
                    [Self.augmentation, .survey], dataset: course.dataset))
    }

    private func risen(_ metrics: EvaluationMetrics, _ training: Float, _ course: Course) -> Finding? {
        guard worseInARow >= Self.worseEvaluations, let best, let lowest else { return nil }
        let network = best.step == 0 ? "before the first step" : "at step \(best.step)"
        return Finding(
            kind: .overfitting,
            evidence:
                "the area under ROC of validation has fallen from \(best.area.short) (\(network)) to \(metrics.areaUnderROC.short) and "
                + "its loss has risen from \(lowest.loss.short) to \(metrics.loss.short), while the training loss fell to \(training.short)",
            figures: [
                RunVerdict.Figure("area under ROC", Double(metrics.areaUnderROC)),
                RunVerdict.Figure("best area under ROC", Double(best.area)),
                RunVerdict.Figure("validation loss", Double(metrics.loss)),
                RunVerdict.Figure("best validation loss", Double(lowest.loss)),
                RunVerdict.Figure("training loss", Double(training)),
            ],
            remedy: course.remedyForMargin(beyond: Self.reach)
                ?? RunVerdict.Remedy(
                    .regularize,
                    task: best.step == 0
                        ? "Stop here, and train again with augmentation or more classes"
                        : "Stop here (checkpoints/best keeps the best network), and train again with augmentation or more classes",
                    [Self.augmentation]))
    }

    /// Margins so many times the first distances leave validation no chance.
    private static let reach: Float = 10
    private static let augmentation = RunVerdict.Remedy.Means.train(["--rotation", "15", "--translation", "0.1"])
}
