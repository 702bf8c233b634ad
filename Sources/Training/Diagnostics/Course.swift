import Datasets
import MetricLearning
import Networks

/// What all diagnostics want to know of a training so far: what it was begun with, and what was seen of it.
@dynamicMemberLookup struct Course {
    let loss: LossSpec
    let options: TrainingOptions
    /// Whether a learned similarity compares, whose figures are no distances.
    let learnsSimilarity: Bool
    let validation: ValidationSize
    /// Where the images are.
    let dataset: String
    var seen: Seen

    init(_ options: TrainingOptions, learnsSimilarity: Bool, validation: ValidationSize, dataset: String) {
        self.options = options
        self.learnsSimilarity = learnsSimilarity
        self.validation = validation
        self.dataset = dataset
        loss = options.loss
        seen = Seen(options)
    }

    subscript<Value>(dynamicMember path: KeyPath<Seen, Value>) -> Value { seen[keyPath: path] }

    /// The share of its weights by which a layer is changed in one step, below which it stands still, and below which it creeps.
    static let still: Float = 1e-7
    static let creeping: Float = 5e-5

    /// What the schedule has made of the rate, 0 to 1.
    var rateFactor: Float {
        guard let latest = self.learningRate, self.baseRate > 0 else { return 1 }
        return latest / self.baseRate
    }

    /// The latest evaluation of a network that was trained.
    var evaluation: EvaluationFigures? { self.latestEvaluation.flatMap { $0.step > 0 ? $0 : nil } }

    /// Whether the figures are better than those of the network as it was drawn, and training has made them so.
    var hasLearned: Bool {
        guard let start = self.start, self.many.isFull, let first = self.firstEvaluation, let latest = evaluation else {
            return false
        }
        guard rateFactor < 0.5 || self.largestUpdate ?? 1 >= Self.still else { return false }
        let (area, before) = (latest.areaUnderROC, first.areaUnderROC)
        // A run that goes on has its beginning behind it.
        if first.step > 0 && area > 0.6 { return true }
        let fall = self.many.mean(\.loss) / start.loss
        // Where weights creep, the averages of batch normalization come in and make figures better, and nothing was learned.
        let isCreeping = rateFactor >= 0.5 && self.largestUpdate ?? 1 < Self.creeping
        // Some data sets are told apart nearly as well by a network as it was drawn.
        if area >= Self.goodArea, area >= before + 0.02, !isCreeping || fall < 0.9 { return true }
        // Batches differ by chance: of a network that creeps they say nothing.
        guard !isCreeping else { return false }
        // Losses over the hardest images of a batch hardly fall for a long time; few validation images are no proof of the contrary.
        if area >= before + max(0.1, 2 * areaError) { return true }
        // What is learned of the training images alone is no good sign. (A cross-entropy may grow with a network's confidence while it
        // tells pairs apart better and better.)
        guard self.lossChanges > 0 || latest.loss < 1.2 * first.loss || area > before else { return false }
        return fall < 0.95 && area >= max(before + 0.03, 0.55, 0.5 + 1.2 * areaError)
            || fall < 0.9 && area >= 0.8 && area > before - 0.02
    }

    /// A network that tells pairs apart so well has learned what it should.
    static let goodArea: Float = 0.9

    /// Whether training has made the network good: not where it was as good before the first step.
    var hasBecomeGood: Bool {
        guard let area = evaluation?.areaUnderROC, area >= Self.goodArea else { return false }
        return self.firstEvaluation.map { $0.step > 0 || area >= $0.areaUnderROC + 0.02 } ?? true
    }

    /// How far an area under ROC of this many images may be off by chance: one standard error, near enough.
    var areaError: Float { 0.5 / Float(max(1, validation.images)).squareRoot() }

    /// What the training loss is below where a network tells its training pairs apart, however the scale of its first distances was.
    var uninformedLoss: Float? {
        guard let start = self.start else { return nil }
        let best = loss.leastWithoutLearning(
            margin: self.margin, genuine: genuineShare, images: options.sampling.images, learnsSimilarity: learnsSimilarity)
        return min(start.loss, best ?? start.loss)
    }

    /// The size of distances now.
    var distance: Float { self.recent.median { max(abs($0.genuineDistance), abs($0.impostorDistance)) } }
}

extension Course {
    /// What was seen of a training: part of its checkpoints, so that a verdict survives a resume. Steps are subtracted with `&-`, since
    /// a checkpoint may hold any number.
    struct Seen: Codable, Equatable {
        private(set) var step = 0
        private(set) var elapsed = 0.0
        /// Of the latest step.
        private(set) var learningRate: Float?
        private(set) var hasGenuineShare = false
        /// Of the run, and anew after a person has changed what the loss measures.
        private(set) var start: Beginning?
        /// Of the run, whatever a person has changed.
        private(set) var firstStart: Beginning?
        private(set) var recent = RecentSteps(20)
        /// Enough of them for a comparison with the beginning that chance does not decide.
        private(set) var many = RecentSteps(50)
        /// The learning rate before the schedule.
        private(set) var baseRate: Float
        /// How often a person has changed the rate, and whether the last time made it smaller.
        private(set) var rateChanges = RateChanges()
        /// As they are now, whatever the run began with.
        private(set) var margin: Float?
        private(set) var weightDecay: Float
        private(set) var firstEvaluation: EvaluationFigures?
        private(set) var latestEvaluation: EvaluationFigures?
        private(set) var firstLayers: LayerWeights?
        /// The largest share of its weights by which the last step that was looked at has changed a layer.
        private(set) var largestUpdate: Float?
        private(set) var spread: EmbeddingSpread?
        /// The largest so far.
        private(set) var widestSpread: Float = 0
        /// How often a person has changed what the losses measure: those before and after are no measure for each other.
        private(set) var lossChanges = 0

        struct RateChanges: Codable, Equatable {
            var count = 0
            var isLower = false
        }

        init(_ options: TrainingOptions) {
            baseRate = options.learningRate
            margin = options.loss.margin
            weightDecay = options.optimizer.weightDecay
        }

        mutating func note(_ observation: Observation) {
            switch observation {
            case .step(let metrics):
                (step, elapsed, learningRate, margin) = (metrics.step, metrics.elapsed, metrics.learningRate, metrics.margin)
                hasGenuineShare = metrics.genuineFraction != nil
                guard metrics.loss.isFinite, metrics.gradientNorm.isFinite else { return }
                if start == nil { start = Beginning(metrics) } else { start?.append(metrics) }
                if firstStart == nil { firstStart = Beginning(metrics) } else { firstStart?.append(metrics) }
                recent.append(metrics)
                many.append(metrics)
            case .evaluation(let metrics):
                let figures = EvaluationFigures(metrics)
                if firstEvaluation == nil { firstEvaluation = figures }
                latestEvaluation = figures
            case .layers(let statistics, _):
                if firstLayers == nil { firstLayers = LayerWeights(statistics) }
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
                case .setting(.learningRate, let old, let new): changeRate(to: Float(new), isLower: new < old)
                case .setting(.weightDecay, _, let new): weightDecay = Float(new)
                case .setting(.margin, _, let new):
                    margin = Float(new)
                    forgetLosses()
                case .setting(.temperature, _, _), .setting(.augmentation, _, _), .setting(.dropout, _, _), .mining:
                    forgetLosses()
                case .schedule(_, let new, let oldRate, let newRate): changeRate(to: new.rate, isLower: newRate < oldRate)
                case .duration, .threads: break
                }
            }
        }

        private mutating func changeRate(to rate: Float, isLower: Bool) {
            baseRate = rate
            rateChanges = RateChanges(count: rateChanges.count &+ 1, isLower: isLower)
        }

        /// Begins to compare losses anew.
        private mutating func forgetLosses() {
            start = nil
            recent = RecentSteps(20)
            many = RecentSteps(50)
            lossChanges &+= 1
        }
    }
}

/// What diagnostics look at of an evaluation.
struct EvaluationFigures: Codable, Equatable {
    var step: Int
    var loss: Float
    var areaUnderROC: Float

    init(_ metrics: EvaluationMetrics) {
        (step, loss, areaUnderROC) = (metrics.step, metrics.loss, metrics.areaUnderROC)
    }
}

/// On how much a network is judged while it trains.
struct ValidationSize {
    let images: Int
    let genuinePairs: Int
    let impostorPairs: Int

    init(images: Int, genuinePairs: Int, impostorPairs: Int) {
        (self.images, self.genuinePairs, self.impostorPairs) = (images, genuinePairs, impostorPairs)
    }

    init(_ pairs: [ImagePair]) {
        let genuine = pairs.count(where: \.same)
        self.init(
            images: Set(pairs.flatMap { [$0.left, $0.right] }).count, genuinePairs: genuine, impostorPairs: pairs.count - genuine)
    }

    /// The standard error of an area under ROC, as if the pairs had nothing in common (Hanley, McNeil 1982).
    func areaError(_ area: Float) -> Float {
        let area = min(max(area, 0.01), 0.99)
        let (genuine, impostors) = (Float(max(1, genuinePairs)), Float(max(1, impostorPairs)))
        let (first, second) = (area / (2 - area), 2 * area * area / (1 + area))
        let variance =
            (area * (1 - area) + (genuine - 1) * (first - area * area) + (impostors - 1) * (second - area * area))
            / (genuine * impostors)
        return max(0, variance).squareRoot()
    }
}

extension LayerStatistics {
    /// The largest share of its weights by which the step has changed a layer.
    var largestUpdate: Float { layers.filter { $0.weightNorm > 0 }.compactMap(\.updateRatio).max() ?? 0 }
}
