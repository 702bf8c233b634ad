/// Watches for one way in which a training goes wrong. It sees every event and says what it finds at the moment.
protocol Diagnostic {
    mutating func examine(_ metrics: StepMetrics)
    mutating func examine(_ metrics: EvaluationMetrics)
    mutating func examine(_ statistics: LayerStatistics)

    /// What is wrong now; `nil` where nothing is, or nothing is known yet.
    var finding: Finding? { get }
}

extension Diagnostic {
    mutating func examine(_ metrics: StepMetrics) {}
    mutating func examine(_ metrics: EvaluationMetrics) {}
    mutating func examine(_ statistics: LayerStatistics) {}
}

/// Something that a diagnostic found, with what to do about it.
struct Finding: Equatable {
    var topic: Notice.Topic
    var severity = Notice.Severity.warning
    /// The layers it is about; empty where it is about the whole run.
    var layers: Set<String> = []
    var message: String
    var advice: String
}
