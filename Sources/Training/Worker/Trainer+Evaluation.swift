import Datasets
import Dispatch
import Networks

/// Evaluations, and the checkpoints that they decide about.
extension Trainer {
    /// Every epoch, but neither so often that it costs more than a few steps, nor so seldom that a person waits for it.
    var evaluationInterval: Int {
        options.evaluationInterval ?? min(max(setup.description.stepsPerEpoch, 50), 200)
    }

    var isEvaluationDue: Bool { step % evaluationInterval == 0 && lastEvaluation?.step != step }

    mutating func evaluate() throws {
        announce(.evaluating)
        try withParametersForUse { trainer, weights in
            let position = (trainer.step, trainer.epoch, trainer.clock.elapsed)
            let report = try trainer.evaluator.evaluate(trainer.engine, loss: trainer.settings.loss, at: position)
            trainer.lastEvaluation = report.metrics
            trainer.tell(.evaluation(report.metrics))
            trainer.send(.embeddings(report.embeddings))
            trainer.plateau.observe(loss: report.metrics.loss, trainer.settings.schedule)
            if trainer.selection.observe(report.metrics) { trainer.save(.best, weights) }
        }
        try tellOfLayers()
        if selection.isExhausted {
            notify(.information, "No better evaluation in \(options.earlyStopping ?? 0) of them, so the run ends here")
        }
        announce(mode == .paused ? .paused : .training)
    }

    /// The figures and the checkpoint that a run ends with.
    mutating func conclude() throws {
        announce(.stopping)
        // Saved first: whoever asked for the end may not wait for the figures.
        try saveLast()
        guard lastEvaluation?.step != step else { return }
        let plateau = plateau
        try evaluate()
        // A run that goes on from here has its schedule as if it had not been stopped and looked at.
        self.plateau = plateau
        try saveLast()
    }

    private mutating func tellOfLayers() throws {
        if step == 0 {
            layerStatistics = probe.statistics(
                step: 0, elapsed: 0, parameters: try engine.parameters(), gradients: ParameterSet(), previous: ParameterSet())
        }
        if let statistics = layerStatistics { tell(.layers(statistics)) }
        layerStatistics = nil
    }

    /// - Returns: why it could not be saved, as a sentence.
    @discardableResult
    mutating func saveLast() throws -> String? {
        try withParametersForUse { $0.save(.last, $1) }
    }

    /// Runs `body` with the weights that a user gets in the engine: the averaged ones with statistics of their own, where there is an
    /// average. Afterwards the engine has the weights that are trained.
    private mutating func withParametersForUse<Result>(
        _ body: (inout Trainer, Weights) throws -> Result
    ) throws -> Result {
        let trained = try engine.parameters()
        guard let average else { return try body(&self, Weights(forUse: trained, trained: nil)) }
        let result = Swift.Result { try withAveragedParameters(average, trained, body) }
        try engine.load(trained)
        return try result.get()
    }

    private mutating func withAveragedParameters<Result>(
        _ average: WeightAverage, _ trained: ParameterSet, _ body: (inout Trainer, Weights) throws -> Result
    ) throws -> Result {
        let estimate = BatchStatisticsEstimate(
            setup.graph, updatesPerPass: options.batchStatistics == .branchwise && setup.graph.right == nil ? 2 : 1)
        var batch = Batch()
        let parameters = try estimate.estimate(average.parameters, passes: Self.estimationPasses, on: engine) { pass in
            // The batches that come next: training takes them again, and knows nothing of it.
            let place = step + 1 + pass
            try setup.store.fill(
                &batch, with: setup.sampler.plan(step: place), step: place,
                setup.preparation(strength: settings.augmentationStrength))
            try objective.forward(batch, step: place, on: engine)
        }
        return try body(&self, Weights(forUse: parameters, trained: trained))
    }

    struct Weights {
        let forUse: ParameterSet
        /// Where they are others.
        let trained: ParameterSet?
    }

    private static var estimationPasses: Int { 12 }

    /// A checkpoint that cannot be written costs no training: a notice says so, and the next one is tried again.
    @discardableResult
    private mutating func save(_ kind: CheckpointRecord.Kind, _ weights: Weights) -> String? {
        let began = DispatchTime.now()
        defer { if kind == .last { checkpointTimer.restart(after: TrainingClock.seconds(since: began)) } }
        do {
            let checkpoint = Checkpoint(
                kind: kind, state: state, parameters: weights.forUse, trainedParameters: weights.trained,
                optimizerState: try engine.optimizerState())
            let file = try checkpoints.save(checkpoint)
            send(.checkpoint(CheckpointRecord(step: step, elapsed: clock.elapsed, kind: kind, file: file)))
            return nil
        } catch {
            let sentence = String(describing: error)
            notify(.error, sentence, advice: "Training goes on; free some room and save again with w.")
            return sentence
        }
    }
}
