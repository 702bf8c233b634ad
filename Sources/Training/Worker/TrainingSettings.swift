import MetricLearning

/// The numbers that a person can change while training, as they are now.
struct TrainingSettings {
    private(set) var loss: LossSpec
    private(set) var learningRate: Float

    /// As they were when a checkpoint was saved.
    init(_ state: TrainerState) {
        loss = state.loss
        learningRate = state.learningRate
    }

    /// `nil` where the running loss or optimizer has no such setting.
    subscript(setting: Setting) -> Double? {
        switch setting {
        case .margin: loss.margin.map(Double.init)
        case .learningRate: Double(learningRate)
        }
    }

    /// - Returns: why not, as a sentence; `nil` when changed.
    mutating func change(_ setting: Setting, to value: Double) -> String? {
        guard self[setting] != nil else { return "\(loss.name) loss has no \(setting.title)" }
        guard setting.range.contains(value) else {
            return "\(setting.title) must be between \(setting.range.lowerBound) and \(setting.range.upperBound)"
        }
        switch setting {
        case .margin: loss.margin = Float(value)
        case .learningRate: learningRate = Float(value)
        }
        return nil
    }
}
