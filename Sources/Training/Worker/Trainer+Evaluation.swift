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
            trainer.steering.plateau.observe(loss: report.metrics.loss, trainer.settings.course.schedule)
            if trainer.selection.observe(report.metrics) { trainer.save(.best, weights) }
        }
        try tellOfLayers()
        if selection.isExhausted {
            notify(.information, "No better evaluation in \(options.earlyStopping ?? 0) of them, so the run ends here")
        }
        announce(mode == .paused ? .paused : .training)
    }

    /// The figures and the checkpoint that a run ends with.
    ///
    /// - Returns: whether it is saved; not where there is no room and a person does not wait for it.
    mutating func conclude() throws -> Bool {
        announce(.stopping)
        // Saved first: a person who asked for the end may not wait for the figures.
        guard try saveAtEnd() else { return false }
        guard lastEvaluation?.step != step else { return true }
        let (plateau, selection) = (steering.plateau, selection)
        try evaluate()
        // A run that goes on from here has its schedule, and its patience, as if it had not been stopped and looked at.
        steering.plateau = plateau
        self.selection.forget(since: selection)
        return try saveAtEnd()
    }

    private mutating func tellOfLayers() throws {
        if step == 0 {
            layerStatistics = probe.statistics(
                step: 0, elapsed: 0, parameters: try engine.parameters(), gradients: ParameterSet(), previous: ParameterSet())
        }
        guard let statistics = layerStatistics else { return }
        layerStatistics = nil
        send(.layers(statistics))
        diagnose(.layers(statistics, diagnosis.suspectsActivations(statistics) ? try activationFigures() : nil))
    }

    /// Of the images that the last step was taken with.
    private func activationFigures() throws -> [ActivationFigures] {
        var batch = Batch()
        let plan = setup.sampler.plan(step: step)
        let items = Array(plan.items.prefix(ActivationProbe.images))
        try setup.store.fill(
            &batch,
            with: BatchPlan(
                items: items, views: Array(plan.views.prefix(items.count)), labels: Array(plan.labels.prefix(items.count))),
            step: step, setup.preparation(strength: settings.augmentationStrength))
        return try ActivationProbe(setup.graph, threads: threads).figures(
            batch.images, count: items.count, engine.parameters())
    }

    /// - Returns: why it could not be saved, as a sentence.
    @discardableResult
    mutating func saveLast() throws -> String? {
        if let best = unsavedBest { save(best) }
        do {
            return try withParametersForUse { $0.save(.last, $1) }
        } catch let error as DatasetError {
            guard let average else { throw error }
            return save(.last, try weightsWithoutEstimate(average))
        }
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

    @discardableResult
    private mutating func save(_ kind: CheckpointRecord.Kind, _ weights: Weights) -> String? {
        let began = DispatchTime.now()
        defer { if kind == .last { checkpointTimer.restart(after: TrainingClock.seconds(since: began)) } }
        do {
            return save(
                Checkpoint(
                    kind: kind, state: state, parameters: weights.forUse, trainedParameters: weights.trained,
                    optimizerState: try engine.optimizerState()))
        } catch {
            return String(describing: error)
        }
    }

    /// A checkpoint that cannot be written costs no training: a notice says so once, and the next one is tried again.
    @discardableResult
    private mutating func save(_ checkpoint: Checkpoint) -> String? {
        do {
            let file = try checkpoints.save(checkpoint)
            send(
                .checkpoint(CheckpointRecord(step: checkpoint.step, elapsed: clock.elapsed, kind: checkpoint.kind, file: file)))
            if checkpoint.kind == .best { unsavedBest = nil }
            if isDiskTroubled { notify(.information, "Checkpoints can be saved again") }
            isDiskTroubled = false
            return nil
        } catch {
            let sentence = String(describing: error)
            // No later evaluation may be as good: this one is kept until there is room.
            if checkpoint.kind == .best { unsavedBest = checkpoint }
            if !isDiskTroubled {
                notify(.error, sentence, advice: "Training continues, and it is tried again with the next checkpoint.")
            }
            isDiskTroubled = true
            return sentence
        }
    }
}
