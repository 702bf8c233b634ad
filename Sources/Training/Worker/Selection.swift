/// Which evaluation was the best so far, and how long ago.
struct Selection: Codable, Sendable, Equatable {
    private let criterion: Criterion
    private let patience: Int?
    private(set) var best: Float?
    private(set) var evaluationsSince = 0

    init(_ criterion: Criterion, patience: Int?) {
        self.criterion = criterion
        self.patience = patience
    }

    /// - Returns: whether this evaluation is the best so far.
    mutating func observe(_ metrics: EvaluationMetrics) -> Bool {
        let score = criterion.score(metrics)
        if let best, !(score > best) {
            evaluationsSince += 1
            return false
        }
        // The first one counts whatever it is, so that there is a checkpoint.
        best = score.isNaN ? nil : score
        evaluationsSince = 0
        return true
    }

    /// Begins to wait for a better evaluation anew, because the run was made longer.
    mutating func renewPatience() { evaluationsSince = 0 }

    /// Counts as it did before an evaluation that a run without a stop would not have had; what was the best stays.
    mutating func forget(since before: Selection) { evaluationsSince = min(evaluationsSince, before.evaluationsSince) }

    /// Whether so many evaluations brought nothing better that the run should end.
    var isExhausted: Bool { patience.map { evaluationsSince >= $0 } ?? false }
}
