import MetricLearning

/// What a person may ask of a running training. Read between two steps and answered by an `Acknowledgement`.
public enum Command: Codable, Sendable, Hashable {
    case pause
    case resume
    /// While paused: one step, then pause again.
    case step
    /// Save, then end the run.
    case stop
    /// End the run without saving.
    case abandon
    case set(Setting, Double)
    case setSchedule(Schedule)
    case setMining(TripletMining)
    /// How long the run is.
    case setDuration(TrainingOptions.Duration)
    /// Several changes between the same two steps: one edit, or none where one of them cannot be.
    case together([Command])
    /// Takes the latest edit back that was not taken back yet.
    case undo
    /// Nobody watches any more: a training that is paused goes on.
    case detach
    case evaluate
    case saveCheckpoint
}

/// A number that can be changed while training.
public enum Setting: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    case margin
    case temperature
    case learningRate
    case weightDecay
    /// A factor on the probability of every dropout layer.
    case dropout
    /// A factor on everything that changes images on their way into a batch.
    case augmentation

    /// What screens and sentences call it.
    public var title: String {
        switch self {
        case .margin: "margin"
        case .temperature: "temperature"
        case .learningRate: "learning rate"
        case .weightDecay: "weight decay"
        case .dropout: "dropout"
        case .augmentation: "augmentation"
        }
    }

    /// What may be set. A sentence says so where a value is outside.
    public var range: ClosedRange<Double> {
        switch self {
        case .margin: 1e-3...1e3
        case .temperature: 1e-3...10
        case .learningRate: 1e-8...10
        case .weightDecay: 0...1
        case .dropout: 0...2
        case .augmentation: 0...3
        }
    }

    /// The nearest value that may be set.
    public func kept(_ value: Double) -> Double { min(max(value, range.lowerBound), range.upperBound) }
}
