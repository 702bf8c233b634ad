import MetricLearning

/// What a training needs to go on from a checkpoint as if it had never stopped, besides the numbers of the network and its optimizer.
///
/// Chance needs nothing: everything that is drawn follows from the seed and the step.
public struct TrainerState: Codable, Sendable, Equatable {
    public var step: Int
    /// Seconds of training since the start of the run, pauses not counted.
    public var elapsed: Double
    /// The settings as they were changed by a person.
    public var loss: LossSpec
    public var learningRate: Float
    /// What the best checkpoint was chosen by.
    public var bestAreaUnderROC: Float
    public var lastEvaluatedStep: Int?
    public var threshold: Float?
    public var confidence: LogisticConfidence?

    /// Before the first step.
    init(_ options: TrainingOptions) {
        step = 0
        elapsed = 0
        loss = options.loss
        learningRate = options.learningRate
        bestAreaUnderROC = -1
    }
}
