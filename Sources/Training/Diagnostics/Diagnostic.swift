/// Watches for one way in which a training goes wrong, and says what it finds at the moment. What it remembers is part of checkpoints.
protocol Diagnostic: Codable, Equatable {
    /// - Parameter course: the training so far, this observation included.
    mutating func examine(_ observation: Observation, _ course: Course)

    /// What is wrong now; `nil` where nothing is, or nothing is known yet.
    var finding: Finding? { get }
}

/// What the diagnostics look at.
enum Observation {
    case step(StepMetrics)
    case evaluation(EvaluationMetrics)
    /// With what the activations let through, where that was looked at.
    case layers(LayerStatistics, [ActivationFigures]?)
    case spread(EmbeddingSpread)
    /// A step whose loss or gradient was no finite number was left out.
    case nonFinite(step: Int, layer: String?)
}

/// Something that a diagnostic found, with what to do about it.
struct Finding: Codable, Equatable {
    var kind: RunVerdict.Kind
    /// One sentence without its full stop.
    var evidence: String
    var figures: [RunVerdict.Figure] = []
    var remedy: RunVerdict.Remedy
}
