import MetricLearning

/// What a training needs to go on from a checkpoint as if it had never stopped, besides the numbers of the network and its optimizer.
///
/// Chance needs nothing: everything that is drawn follows from the seed and the step.
public struct TrainerState: Codable, Sendable, Equatable {
    public var step = 0
    /// Seconds of training since the start of the run, pauses not counted.
    public var elapsed = 0.0
    /// Without its test distances.
    public var lastEvaluation: EvaluationMetrics?
    /// As a person may have changed them.
    var settings: TrainingSettings
    var plateau = Plateau()
    var selection: Selection
    /// Steps that the average of the weights has taken in.
    var averagedSteps = 0
    /// How many threads took the last steps, where their number adapts itself.
    var threads: Int?

    /// Before the first step.
    init(_ description: RunDescription) {
        settings = TrainingSettings(description)
        selection = Selection(description.options.criterion, patience: description.options.earlyStopping)
    }
}
