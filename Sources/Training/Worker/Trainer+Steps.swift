import Datasets
import Dispatch
import MetricLearning
import Networks

extension Trainer {
    mutating func takeStep() throws {
        let began = DispatchTime.now()
        let rate = steering.rate(at: place)
        // The step counts once it is taken: where its images cannot be read, it can be tried again.
        let (batch, waited) = try loader.next(step: step + 1)
        step += 1
        // The pass sets it; a closure cannot give a variable its first value.
        var loss = PairLoss(value: .nan, genuineDistance: .nan, impostorDistance: .nan, activeFraction: .nan)
        let costs = try timing.watch(engine) { loss = try objective.run(batch, step: step, on: engine, settings.loss) }
        let norm = engine.gradientNorm()
        if loss.value.isFinite && norm.isFinite {
            try update(learningRate: rate)
        } else {
            try leaveOut()
        }
        let seconds = TrainingClock.seconds(since: began)
        tell(
            .step(
                StepMetrics(
                    step: step, epoch: epoch, elapsed: clock.elapsed, loss: loss.value, learningRate: rate,
                    margin: settings.loss.margin, gradientNorm: norm, genuineDistance: loss.genuineDistance,
                    impostorDistance: loss.impostorDistance, activeFraction: loss.activeFraction,
                    pairsPerSecond: Double(options.batchPairs) / seconds, dataWait: min(1, waited / seconds),
                    genuineFraction: batch.genuineFraction)))
        if step % Self.stepsBetweenSpreads == 0 || step < Self.stepsBetweenSpreads {
            diagnose(.spread(EmbeddingSpread(of: objective.embeddings)))
        }
        if let costs { send(.layerCosts(LayerCosts(step: step, elapsed: clock.elapsed, layers: costs))) }
        if nonFinite.isHopeless {
            throw TrainingError(
                "The loss or its gradient was not a finite number \(NonFiniteSteps.mostInARow) times in a row, so training stopped; "
                    + "the checkpoints hold the last good state: train again with a lower learning rate")
        }
        // Where an evaluation follows, the step has also looked at all layers.
        try adaptThreads(after: isEvaluationDue ? nil : seconds - waited)
    }

    /// It costs as much as a small loss.
    private static var stepsBetweenSpreads: Int { 10 }

    /// Applies the step. How the layers stand is looked at where an evaluation follows.
    private mutating func update(learningRate: Float) throws {
        _ = nonFinite.note(isFinite: true)
        let before = isEvaluationDue ? try engine.parameters() : nil
        let gradients = isEvaluationDue ? try engine.gradients() : nil
        try engine.update(learningRate: learningRate)
        guard before != nil || average != nil else { return }
        let weights = try engine.parameters()
        average?.add(weights)
        guard let before, let gradients else { return }
        layerStatistics = probe.statistics(
            step: step, elapsed: clock.elapsed, parameters: weights, gradients: gradients, previous: before)
    }

    /// The weights stay as they were, and so do the running statistics. A row of such steps is told once.
    private mutating func leaveOut() throws {
        engine.forgetStep()
        guard nonFinite.note(isFinite: false) else { return }
        let layer = NonFiniteSteps.culprit(probe, parameters: try engine.parameters(), gradients: try engine.gradients())
        notify(
            .warning,
            "The loss or its gradient is not a finite number\(layer.map { ", first at \($0)" } ?? ""), so the step was not applied",
            topic: .nonFinite)
        diagnose(.nonFinite(step: step, layer: layer))
    }
}

extension Batch {
    /// Share of the pairs that are genuine: of the listed ones, else of all that the images make.
    fileprivate var genuineFraction: Float? {
        if !same.isEmpty { return Float(same.count { $0 }) / Float(same.count) }
        guard labels.count > 1 else { return nil }
        let sizes = Dictionary(grouping: labels) { $0 }.values.map(\.count)
        let genuine = sizes.reduce(0) { $0 + $1 * ($1 - 1) }
        return Float(genuine) / Float(labels.count * (labels.count - 1))
    }
}
