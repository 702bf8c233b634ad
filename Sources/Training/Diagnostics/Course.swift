import MetricLearning
import Networks

/// What all diagnostics want to know of a training so far.
struct Course {
    let loss: LossSpec
    let options: TrainingOptions
    /// Whether a learned similarity compares, whose figures are no distances.
    let learnsSimilarity: Bool

    private(set) var step = 0
    private(set) var elapsed = 0.0
    private(set) var latest: StepMetrics?
    /// Of the first step, and of the first one after a person has changed what the loss measures.
    private(set) var start: StepMetrics?
    private(set) var recent = RecentSteps(20)
    /// The learning rate before the schedule.
    private(set) var baseRate: Float
    private(set) var margin: Float?
    private(set) var firstEvaluation: EvaluationMetrics?
    private(set) var latestEvaluation: EvaluationMetrics?
    private(set) var firstLayers: LayerStatistics?
    private(set) var spread: EmbeddingSpread?
    /// The largest so far.
    private(set) var widestSpread: Float = 0

    init(_ options: TrainingOptions, learnsSimilarity: Bool) {
        self.options = options
        self.learnsSimilarity = learnsSimilarity
        loss = options.loss
        baseRate = options.learningRate
        margin = options.loss.margin
    }

    mutating func note(_ observation: Observation) {
        switch observation {
        case .step(let metrics):
            (step, elapsed, latest, margin) = (metrics.step, metrics.elapsed, metrics, metrics.margin)
            guard metrics.loss.isFinite, metrics.gradientNorm.isFinite else { return }
            if start == nil { start = metrics }
            recent.append(metrics)
        case .evaluation(let metrics):
            if firstEvaluation == nil { firstEvaluation = metrics }
            latestEvaluation = metrics
        case .layers(let statistics): if firstLayers == nil { firstLayers = statistics }
        case .spread(let spread):
            self.spread = spread
            if spread.relative > widestSpread { widestSpread = spread.relative }
        case .nonFinite: break
        }
    }

    /// What came before a change of the loss is no measure for what comes after it.
    mutating func note(_ edit: Edit) {
        for change in edit.changes {
            switch change {
            case .setting(.learningRate, _, let new): baseRate = Float(new)
            case .setting(.margin, _, _), .setting(.temperature, _, _), .mining: forgetLosses()
            case .schedule(_, let new, _, _): baseRate = new.rate
            case .setting, .duration, .threads: break
            }
        }
    }

    /// Begins to compare losses anew.
    mutating func forgetLosses() {
        start = nil
        recent = RecentSteps(20)
    }

    /// What the schedule has made of the rate, 0 to 1.
    var rateFactor: Float {
        guard let latest, baseRate > 0 else { return 1 }
        return latest.learningRate / baseRate
    }

    /// The latest evaluation of a network that was trained.
    var evaluation: EvaluationMetrics? { latestEvaluation.flatMap { $0.step > 0 ? $0 : nil } }

    /// Whether the figures are better than those of the network as it was drawn.
    var hasLearned: Bool {
        guard let start, recent.isFull, let first = firstEvaluation, let latest = evaluation else { return false }
        let (area, before) = (latest.areaUnderROC, first.areaUnderROC)
        // A run that goes on has its beginning behind it.
        if area >= 0.9 || first.step > 0 && area > 0.6 { return true }
        return area >= before + 0.03 || area > before - 0.02 && recent.median(\.loss) < 0.9 * start.loss
    }

    /// The size of distances now.
    var distance: Float { recent.median { max(abs($0.genuineDistance), abs($0.impostorDistance)) } }
}
