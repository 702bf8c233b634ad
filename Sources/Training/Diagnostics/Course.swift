import MetricLearning
import Networks

/// What all diagnostics want to know of a training so far.
struct Course {
    let loss: LossSpec
    let options: TrainingOptions
    /// Whether a learned similarity compares, whose figures are no distances.
    let learnsSimilarity: Bool
    /// How many images the network is judged on while it trains.
    let validationImages: Int

    private(set) var step = 0
    private(set) var elapsed = 0.0
    private(set) var latest: StepMetrics?
    /// Of the run, and anew after a person has changed what the loss measures.
    private(set) var start: Beginning?
    private(set) var recent = RecentSteps(20)
    /// Enough of them for a comparison with the beginning that chance does not decide.
    private var many = RecentSteps(50)
    /// The learning rate before the schedule.
    private(set) var baseRate: Float
    /// How often a person has changed the rate, and whether the last time made it smaller.
    private(set) var rateChanges = (count: 0, isLower: false)
    /// As they are now, whatever the run began with.
    private(set) var margin: Float?
    private(set) var weightDecay: Float
    private(set) var firstEvaluation: EvaluationMetrics?
    private(set) var latestEvaluation: EvaluationMetrics?
    private(set) var firstLayers: LayerStatistics?
    /// The largest share of its weights by which the last step that was looked at has changed a layer.
    private(set) var largestUpdate: Float?
    private(set) var spread: EmbeddingSpread?
    /// The largest so far.
    private(set) var widestSpread: Float = 0
    /// How often a person has changed what the losses measure: those before and after are no measure for each other.
    private(set) var lossChanges = 0

    /// The share of its weights by which a layer is changed in one step, below which it stands still, and below which it creeps.
    static let still: Float = 1e-7
    static let creeping: Float = 5e-5

    init(_ options: TrainingOptions, learnsSimilarity: Bool, validationImages: Int) {
        self.options = options
        self.learnsSimilarity = learnsSimilarity
        self.validationImages = validationImages
        loss = options.loss
        baseRate = options.learningRate
        margin = options.loss.margin
        weightDecay = options.optimizer.weightDecay
    }

    mutating func note(_ observation: Observation) {
        switch observation {
        case .step(let metrics):
            (step, elapsed, latest, margin) = (metrics.step, metrics.elapsed, metrics, metrics.margin)
            guard metrics.loss.isFinite, metrics.gradientNorm.isFinite else { return }
            if start == nil { start = Beginning(metrics) } else { start?.append(metrics) }
            recent.append(metrics)
            many.append(metrics)
        case .evaluation(let metrics):
            if firstEvaluation == nil { firstEvaluation = metrics }
            latestEvaluation = metrics
        case .layers(let statistics, _):
            if firstLayers == nil { firstLayers = statistics }
            // Single layers may rest, frozen ones for example; it is when none moves that training stands still.
            largestUpdate = statistics.step > 0 ? statistics.largestUpdate : nil
        case .spread(let spread):
            self.spread = spread
            if spread.relative > widestSpread { widestSpread = spread.relative }
        case .nonFinite(let step, _): self.step = step
        }
    }

    /// What came before a change of the loss is no measure for what comes after it.
    mutating func note(_ edit: Edit) {
        for change in edit.changes {
            switch change {
            case .setting(.learningRate, let old, let new):
                baseRate = Float(new)
                rateChanges = (rateChanges.count + 1, new < old)
            case .setting(.weightDecay, _, let new): weightDecay = Float(new)
            case .setting(.margin, _, let new):
                margin = Float(new)
                forgetLosses()
            case .setting(.temperature, _, _), .setting(.augmentation, _, _), .setting(.dropout, _, _), .mining: forgetLosses()
            case .schedule(_, let new, let oldRate, let newRate):
                baseRate = new.rate
                rateChanges = (rateChanges.count + 1, newRate < oldRate)
            case .duration, .threads: break
            }
        }
    }

    /// Begins to compare losses anew.
    mutating func forgetLosses() {
        start = nil
        recent = RecentSteps(20)
        many = RecentSteps(50)
        lossChanges += 1
    }

    /// What the schedule has made of the rate, 0 to 1.
    var rateFactor: Float {
        guard let latest, baseRate > 0 else { return 1 }
        return latest.learningRate / baseRate
    }

    /// The latest evaluation of a network that was trained.
    var evaluation: EvaluationMetrics? { latestEvaluation.flatMap { $0.step > 0 ? $0 : nil } }

    /// Whether the figures are better than those of the network as it was drawn, and training has made them so.
    var hasLearned: Bool {
        guard let start, many.isFull, let first = firstEvaluation, let latest = evaluation else { return false }
        guard rateFactor < 0.5 || largestUpdate ?? 1 >= Self.still else { return false }
        let (area, before) = (latest.areaUnderROC, first.areaUnderROC)
        // A run that goes on has its beginning behind it.
        if first.step > 0 && area > 0.6 { return true }
        // Some data sets are told apart nearly as well by a network as it was drawn.
        if area >= Self.goodArea, area >= before + 0.02 { return true }
        // Batches differ by chance: of a network that creeps they say nothing.
        guard rateFactor < 0.5 || largestUpdate ?? 1 >= Self.creeping else { return false }
        let fall = many.mean(\.loss) / start.loss
        // Losses over the hardest images of a batch hardly fall for a long time; few validation images are no proof of the contrary.
        if area >= before + max(0.1, 2 * areaError) { return true }
        // What is learned of the training images alone is no good sign. (A cross-entropy may grow with a network's confidence while it
        // tells pairs apart better and better.)
        guard lossChanges > 0 || latest.loss < 1.2 * first.loss || area > before else { return false }
        return fall < 0.95 && area >= max(before + 0.03, 0.55, 0.5 + 1.2 * areaError)
            || fall < 0.9 && area >= 0.8 && area > before - 0.02
    }

    /// A network that tells pairs apart so well has learned what it should.
    static let goodArea: Float = 0.9

    /// How far an area under ROC of this many images may be off by chance: one standard error, near enough.
    var areaError: Float { 0.5 / Float(max(1, validationImages)).squareRoot() }

    /// The size of distances now.
    var distance: Float { recent.median { max(abs($0.genuineDistance), abs($0.impostorDistance)) } }
}

extension LayerStatistics {
    /// The largest share of its weights by which the step has changed a layer.
    var largestUpdate: Float { layers.filter { $0.weightNorm > 0 }.compactMap(\.updateRatio).max() ?? 0 }
}
