import MetricLearning
import Networks

/// Everything that a run needs to go on from a step, or a user to apply the network.
public struct Checkpoint: Sendable {
    public var kind: CheckpointRecord.Kind
    public var step: Int
    /// Plain parameters and running statistics.
    public var parameters: ParameterSet
    public var optimizerState: ParameterSet
    /// The distance below which a pair counts as genuine, as chosen by the last evaluation.
    public var threshold: Float?
    /// How likely a pair of a distance is genuine, as fitted by the last evaluation.
    public var confidence: LogisticConfidence?
}

/// Where checkpoints go. The trainer knows no folders.
public protocol CheckpointSink: Sendable {
    /// Saves so that either the old or the new file is there, whatever happens meanwhile.
    ///
    /// - Returns: the file, relative to the run's folder.
    func save(_ checkpoint: Checkpoint) throws -> String
}
