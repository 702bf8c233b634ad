import Networks
import Training

/// A run as its events tell it.
struct RunView: Sendable {
    private(set) var description: RunDescription?
    private(set) var graph: NetworkGraph?
    private(set) var state = RunState.preparing
    private(set) var outcome: RunOutcome?

    private(set) var trainingLoss = Series()
    private(set) var validationLoss = Series()
    private(set) var lastStep: StepMetrics?
    private(set) var evaluations: [EvaluationMetrics] = []
    private(set) var best: EvaluationMetrics?
    private(set) var edits: [Edit] = []
    private(set) var settings: [Setting: Double] = [:]
    /// The last checkpoint that was saved.
    private(set) var checkpoint: CheckpointRecord?
    /// Smoothed over steps, so that the number can be read.
    private(set) var pairsPerSecond = 0.0

    var evaluation: EvaluationMetrics? { evaluations.last }
    var step: Int { lastStep?.step ?? 0 }
    var isOver: Bool { outcome != nil }
    var elapsed: Double { max(outcome?.elapsed ?? 0, max(lastStep?.elapsed ?? 0, evaluation.map { $0.elapsed } ?? 0)) }

    mutating func apply(_ event: Event) {
        switch event {
        case .started(let description):
            self.description = description
            graph = try? NetworkGraph(description.network)
            settings[.margin] = description.options.loss.margin.map(Double.init)
            settings[.learningRate] = Double(description.options.learningRate)
        case .step(let metrics): take(metrics)
        case .evaluation(let metrics):
            evaluations.append(metrics)
            validationLoss.append(step: metrics.step, value: metrics.loss)
            if metrics.areaUnderROC > best?.areaUnderROC ?? -1 { best = metrics }
        case .edit(let edit):
            edits.append(edit)
            settings[edit.setting] = edit.new
        case .state(let change): state = change.state
        case .checkpoint(let record): checkpoint = record
        case .finished(let outcome):
            self.outcome = outcome
            state = outcome.reason == .failed ? .failed : .finished
        case .acknowledged, .notice: break
        }
    }

    private mutating func take(_ metrics: StepMetrics) {
        lastStep = metrics
        trainingLoss.append(step: metrics.step, value: metrics.loss, low: metrics.lossMinimum, high: metrics.lossMaximum)
        let weight = pairsPerSecond == 0 ? 1 : 0.1
        pairsPerSecond += weight * (metrics.pairsPerSecond - pairsPerSecond)
    }

    /// 0 to 1, where the end of the run is known.
    var progress: Double? {
        guard let description else { return nil }
        if let total = description.totalSteps, total > 0 { return min(1, Double(step) / Double(total)) }
        if let total = description.totalSeconds, total > 0 { return min(1, elapsed / total) }
        return nil
    }

    /// Seconds left, at the pace so far, validation included.
    var secondsLeft: Double? {
        if isOver { return 0 }
        if let total = description?.totalSeconds { return max(0, total - elapsed) }
        guard let progress, progress > 0 else { return nil }
        return elapsed / progress - elapsed
    }

    var epoch: Int { lastStep?.epoch ?? 1 }

    var totalEpochs: Int? {
        guard let description, let steps = description.totalSteps else { return nil }
        return max(1, (steps + description.stepsPerEpoch - 1) / description.stepsPerEpoch)
    }
}
