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
    case evaluate
    case saveCheckpoint
}

/// A number that can be changed while training.
public enum Setting: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    case margin
    case learningRate

    /// What screens and sentences call it.
    public var title: String {
        switch self {
        case .margin: "margin"
        case .learningRate: "learning rate"
        }
    }

    /// What may be set. A sentence says so where a value is outside.
    public var range: ClosedRange<Double> {
        switch self {
        case .margin: 1e-3...1e3
        case .learningRate: 1e-8...10
        }
    }
}
