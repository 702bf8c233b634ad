import Datasets
import MetricLearning
import Networks

/// How to train, as data: the whole of it is in `run.json`, and a configuration file may give any part of it.
public struct TrainingOptions: Sendable, Equatable {
    /// When a run ends.
    public enum Duration: Sendable, Equatable {
        case epochs(Int)
        case steps(Int)
        case minutes(Double)
    }

    // MARK: What is learned

    public var loss = LossSpec.contrastive(margin: 1)
    public var optimizer = OptimizerSpec.adamDefault
    public var learningRate: Float = 1e-3
    /// Factors on the learning rate, by layer name (`conv1`); layers that are not named have 1.
    public var learningRateFactors: [String: Float] = [:]
    public var schedule = Schedule.constant
    /// The Euclidean norm that gradients are scaled down to, where they exceed it.
    public var gradientClip: Float?
    /// What batch normalisation averages over.
    public var batchStatistics = BatchStatistics.joint
    public var precision = Precision.auto
    /// The decay a step of an exponential moving average of the weights; evaluations and the best checkpoint use the average.
    public var averageDecay: Float?

    // MARK: What it is learned from

    public var sampling = Sampling.pairs(count: 32)
    /// Which views of a class count as classes of their own.
    public var views = ViewClasses.upright
    public var augmentation = Augmentation.none
    /// Drawn once a batch for all images of a class: every batch has classes that are new.
    public var classAugmentation = Augmentation.none
    public var split = SplitOptions()
    /// Bytes that decoded images may take in memory; the others are decoded again when they are needed.
    public var cacheBytes = 2 << 30

    // MARK: How long, and what is kept

    public var duration = Duration.epochs(20)
    /// Steps between evaluations; `nil` for every epoch, within bounds.
    public var evaluationInterval: Int?
    /// In which views images are embedded to be compared, when the run is judged and ever after; see `TestTimeViews`.
    public var testTimeViews = ViewClasses.upright
    /// Share of the side, 0 to 0.5, by which each of these views is also moved in the four directions.
    public var testTimeShift: Float = 0
    /// What makes one evaluation better than another: the best checkpoint and early stopping go by it.
    public var criterion = Criterion.areaUnderROC
    /// Evaluations without a better one after which the run ends; `nil` for never.
    public var earlyStopping: Int?
    /// Seconds between checkpoints from which an interrupted run can go on.
    public var checkpointSeconds = 60.0

    // MARK: Repeating it

    public var seed: UInt64 = 1
    public var threads: Int
    /// Other numbers of threads after some steps, in ascending order.
    public var threadChanges: [ThreadPlan.Change] = []
    /// Whether fewer threads than `threads` may be used while other programs keep the processors busy. A run for which this is not so
    /// gives the same losses to the last bit whenever it is repeated; otherwise what was changed is told by events.
    public var adaptsThreads = false

    /// Who takes which steps, as far as it is fixed.
    public var threadPlan: ThreadPlan {
        get { ThreadPlan(first: threads, changes: threadChanges) }
        set { (threads, threadChanges) = (newValue.first, newValue.changes) }
    }

    /// As many threads as there are processors, and fewer while others need them.
    public static var forThisMachine: TrainingOptions {
        var options = TrainingOptions(threads: Processors.usable)
        options.adaptsThreads = true
        return options
    }

    public init(threads: Int) {
        self.threads = threads
    }

    /// Pairs of images in batches, which is what most options leave as it is.
    public init(
        loss: LossSpec = .contrastive(margin: 1), optimizer: OptimizerSpec = .adamDefault, learningRate: Float = 1e-3,
        batchPairs: Int = 32, duration: Duration = .epochs(20), seed: UInt64 = 1, threads: Int, checkpointSeconds: Double = 60
    ) {
        self.checkpointSeconds = checkpointSeconds
        self.threads = threads
        self.loss = loss
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.duration = duration
        self.seed = seed
        sampling = .pairs(count: batchPairs)
    }

    /// Pairs in a batch, or half of its images where it is not made of pairs.
    public var batchPairs: Int {
        get { sampling.images / 2 }
        set { sampling = .pairs(count: newValue) }
    }
}
