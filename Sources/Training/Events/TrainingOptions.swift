import MetricLearning
import Networks

/// How to train, as data; part of `run.json`.
public struct TrainingOptions: Codable, Sendable, Equatable {
    /// When a run ends.
    public enum Duration: Codable, Sendable, Equatable {
        case epochs(Int)
        case steps(Int)
        case minutes(Double)
    }

    public var loss: LossSpec
    public var optimizer: OptimizerSpec
    public var learningRate: Float
    /// Pairs in a batch; the network sees twice as many images.
    public var batchPairs: Int
    public var duration: Duration
    public var seed: UInt64
    public var threads: Int
    /// Seconds of training between two checkpoints that are saved to go on from; `nil` for the usual ones. No figure depends on it.
    public var checkpointSeconds: Double?

    public init(
        loss: LossSpec = .contrastive(margin: 1), optimizer: OptimizerSpec = .adamDefault, learningRate: Float = 1e-3,
        batchPairs: Int = 32, duration: Duration = .epochs(20), seed: UInt64 = 1, threads: Int,
        checkpointSeconds: Double? = nil
    ) {
        self.loss = loss
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.batchPairs = batchPairs
        self.duration = duration
        self.seed = seed
        self.threads = threads
        self.checkpointSeconds = checkpointSeconds
    }
}
