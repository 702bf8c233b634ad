import MetricLearning
import Networks

/// Everything that a run needs to go on from a step, or a user to apply the network.
public struct Checkpoint: Sendable {
    public var kind: CheckpointRecord.Kind
    /// What the trainer itself remembers.
    public var state: TrainerState
    /// Plain parameters and running statistics for using the network: averaged ones, where the run keeps an average.
    public var parameters: ParameterSet
    /// What training continues with, where that is something else.
    public var trainedParameters: ParameterSet?
    public var optimizerState: ParameterSet

    public init(
        kind: CheckpointRecord.Kind, state: TrainerState, parameters: ParameterSet, trainedParameters: ParameterSet? = nil,
        optimizerState: ParameterSet
    ) {
        self.kind = kind
        self.state = state
        self.parameters = parameters
        self.trainedParameters = trainedParameters
        self.optimizerState = optimizerState
    }

    public var step: Int { state.step }
    /// Whether nothing has happened yet: it holds the weights that a run begins with, and no more.
    public var isFirst: Bool { step == 0 && state.lastEvaluation == nil }
    /// The distance below which a pair counts as genuine, as chosen by the last evaluation.
    public var threshold: Float? { state.lastEvaluation?.threshold }
    /// How likely a pair of a distance is genuine, as fitted by the last evaluation.
    public var confidence: LogisticConfidence? { state.lastEvaluation?.confidence }
}

/// Where checkpoints go. The trainer knows no folders.
public protocol CheckpointSink: Sendable {
    /// Saves so that either the old or the new file is there, whatever happens meanwhile.
    ///
    /// - Returns: the file, relative to the run's folder.
    func save(_ checkpoint: Checkpoint) throws -> String
}
