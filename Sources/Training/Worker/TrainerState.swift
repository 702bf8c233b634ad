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
    /// The edits that can be taken back; `nil` in checkpoints of the first versions.
    var history: EditHistory?
    /// How long the run is, where that was changed.
    public internal(set) var duration: TrainingOptions.Duration?
    /// How many threads took the last steps; `nil` in checkpoints of the first versions.
    public internal(set) var threads: Int?
    /// Whether their number adapts itself; `nil` in checkpoints of the first versions.
    public internal(set) var adaptsThreads: Bool?
    /// How the run stands, and by what; `nil` in checkpoints of the first versions.
    var diagnosis: KeptDiagnosis?

    /// Before the first step.
    public init(_ description: RunDescription) {
        settings = TrainingSettings(description)
        selection = Selection(description.options.criterion, patience: description.options.earlyStopping)
    }

    public var place: RunPlace { RunPlace(step: step, elapsed: elapsed) }
    /// Whether early stopping ended the run.
    public var isExhausted: Bool { selection.isExhausted }

    /// Why changes cannot be made together where the run is, as a sentence; `nil` where they can.
    public func refusal(of changes: [Command], in description: RunDescription) -> String? {
        var steering = Steering(self, description)
        if case .refused(let sentence) = steering.apply(changes, at: place) { return sentence }
        return nil
    }

    /// The learning rate of the next step.
    public func learningRate(in description: RunDescription) -> Float { Steering(self, description).rate(at: place) }

    /// The rate that the schedule in effect multiplies, and its name.
    public var course: RateCourse { settings.course }
}
