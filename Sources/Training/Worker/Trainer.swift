import Datasets
import Dispatch
import Engine
import MetricLearning
import Networks

/// The training loop: batches in, steps taken, events out, commands read between two steps.
///
/// Lives on one thread from its making to its end, because the engine's threads belong to the thread that made it.
struct Trainer {
    private let setup: TrainingSetup
    private let engine: Engine
    private let loader: BatchLoader
    private let commands: CommandQueue
    private let checkpoints: any CheckpointSink
    private let send: (Event) -> Void

    private var evaluator: Evaluator
    private var clock: TrainingClock
    private var settings: TrainingSettings
    private var embeddings: Matrix
    private var gradient: Matrix
    private var state: TrainerState
    private var mode = Mode.running
    private var nonFinite = NonFiniteSteps()
    private var checkpointTimer: CheckpointTimer
    private var diagnostics: Diagnostics
    private let probe: LayerProbe
    private var layerStatistics: LayerStatistics?

    private enum Mode: Equatable {
        case running
        case paused
        /// Takes one step, then pauses again.
        case stepping
        case ending(saves: Bool)
    }

    /// - Parameter checkpoint: where to go on; `nil` begins anew.
    init(
        _ setup: TrainingSetup, from checkpoint: Checkpoint? = nil, commands: CommandQueue, checkpoints: any CheckpointSink,
        send: @escaping (Event) -> Void
    ) throws {
        self.setup = setup
        self.commands = commands
        self.checkpoints = checkpoints
        self.send = send
        let description = setup.description
        let options = description.options
        let images = 2 * options.batchPairs
        let generator = SeededGenerator(seed: options.seed)
        engine = try Engine(
            setup.graph,
            parameters: checkpoint?.parameters
                ?? setup.graph.initialParameters(
                    description.network.initialization, using: generator.derived("initial parameters")),
            options: EngineOptions(
                images: images, threads: options.threads, optimizer: options.optimizer, dropoutSeed: options.seed))
        if let checkpoint { try engine.loadOptimizerState(checkpoint.optimizerState) }
        loader = BatchLoader(
            store: setup.store, sampler: setup.trainingPairs, pairs: options.batchPairs, normalization: setup.normalization)
        evaluator = Evaluator(setup)
        state = checkpoint?.state ?? TrainerState(options)
        settings = TrainingSettings(state)
        clock = TrainingClock(elapsed: state.elapsed)
        checkpointTimer = CheckpointTimer(seconds: options.checkpointSeconds)
        diagnostics = Diagnostics(loss: options.loss)
        probe = LayerProbe(setup.graph)
        embeddings = Matrix(rows: images, columns: setup.graph.output.count)
        gradient = embeddings
    }

    private var step: Int { state.step }

    /// Trains until the run's end, a command, or an error. Whatever the error, what was trained so far is saved where it can be.
    mutating func run() -> RunOutcome {
        clock.start()
        announce(.training)
        do {
            // On a line of its own: the outcome is of the state after it.
            let reason = try train()
            return outcome(reason)
        } catch {
            if nonFinite.isWell { save(.last) }
            return outcome(.failed, message: String(describing: error))
        }
    }

    private mutating func train() throws -> RunOutcome.Reason {
        while true {
            if isEvaluationDue { try evaluate() }
            if checkpointTimer.isDue { save(.last) }
            try obeyCommands()
            if case .ending(let saves) = mode {
                if saves { try conclude() }
                return .stopped
            }
            if isComplete {
                try conclude()
                return .completed
            }
            try takeStep()
            if mode == .stepping { pause() }
        }
    }

    // MARK: Steps

    private mutating func takeStep() throws {
        let began = DispatchTime.now()
        // The step counts once it is taken: where its images cannot be read, it can be tried again.
        let (batch, waited) = try loader.next(step: step + 1)
        state.step += 1
        try engine.forward(batch.images, step: step, into: &embeddings)
        let loss = settings.loss.evaluate(embeddings, same: batch.same, gradient: &gradient)
        try engine.backward(gradient)
        let norm = engine.gradientNorm()
        if loss.value.isFinite && norm.isFinite {
            try update()
        } else {
            try leaveOut()
        }
        let seconds = TrainingClock.seconds(since: began)
        tell(
            .step(
                StepMetrics(
                    step: step, epoch: epoch, elapsed: clock.elapsed, loss: loss.value, learningRate: settings.learningRate,
                    margin: settings.loss.margin, gradientNorm: norm, genuineDistance: loss.genuineDistance,
                    impostorDistance: loss.impostorDistance, activeFraction: loss.activeFraction,
                    pairsPerSecond: Double(batch.same.count) / seconds, dataWait: min(1, waited / seconds),
                    genuineFraction: Float(batch.same.count { $0 }) / Float(max(1, batch.same.count)))))
        if nonFinite.isHopeless {
            throw TrainingError(
                "The loss or its gradient was not a finite number \(NonFiniteSteps.mostInARow) times in a row, so training stopped; "
                    + "the checkpoints hold the last good state: lower the learning rate and train again, or resume from there")
        }
    }

    /// Applies the step. How the layers stand is looked at where an evaluation follows.
    private mutating func update() throws {
        _ = nonFinite.note(isFinite: true)
        guard isEvaluationDue else { return try engine.update(learningRate: settings.learningRate) }
        let before = try engine.parameters()
        let gradients = try engine.gradients()
        try engine.update(learningRate: settings.learningRate)
        layerStatistics = probe.statistics(
            step: step, elapsed: clock.elapsed, parameters: try engine.parameters(), gradients: gradients, previous: before)
    }

    /// The weights stay as they were, and so do the running statistics. A row of such steps is told once.
    private mutating func leaveOut() throws {
        engine.forgetStep()
        guard nonFinite.note(isFinite: false) else { return }
        let layer = NonFiniteSteps.culprit(probe, parameters: try engine.parameters(), gradients: try engine.gradients())
        notify(
            .warning,
            "The loss or its gradient is not a finite number\(layer.map { ", first at \($0)" } ?? ""), so the step was not applied",
            advice: "Lower the learning rate, or clip the gradient.", topic: .nonFinite)
    }

    private var epoch: Int { max(0, step - 1) / setup.description.stepsPerEpoch + 1 }

    private var isComplete: Bool {
        if let steps = setup.description.totalSteps { return step >= steps }
        if let seconds = setup.description.totalSeconds { return clock.elapsed >= seconds }
        return false
    }

    // MARK: Evaluation and checkpoints

    /// Every epoch, but neither so often that it costs more than a few steps, nor so seldom that a person waits for it.
    private var evaluationInterval: Int { min(max(setup.description.stepsPerEpoch, 50), 200) }

    private var isEvaluationDue: Bool { step % evaluationInterval == 0 && state.lastEvaluatedStep != step }

    private mutating func evaluate() throws {
        announce(.evaluating)
        let metrics = try evaluator.evaluate(engine, loss: settings.loss, at: (step, epoch, clock.elapsed))
        state.lastEvaluatedStep = step
        state.threshold = metrics.threshold
        state.confidence = metrics.confidence
        tell(.evaluation(metrics))
        if step == 0 {
            layerStatistics = probe.statistics(
                step: 0, elapsed: 0, parameters: try engine.parameters(), gradients: ParameterSet(), previous: ParameterSet())
        }
        if let statistics = layerStatistics { tell(.layers(statistics)) }
        layerStatistics = nil
        if metrics.areaUnderROC > state.bestAreaUnderROC {
            state.bestAreaUnderROC = metrics.areaUnderROC
            save(.best)
        }
        announce(mode == .paused ? .paused : .training)
    }

    /// The figures and the checkpoint that a run ends with.
    private mutating func conclude() throws {
        announce(.stopping)
        // Saved first: whoever asked for the end may not wait for the figures.
        save(.last)
        guard state.lastEvaluatedStep != step else { return }
        try evaluate()
        save(.last)
    }

    /// A checkpoint that cannot be written costs no training: a notice says so, and the next one is tried again.
    @discardableResult
    private mutating func save(_ kind: CheckpointRecord.Kind) -> String? {
        let began = DispatchTime.now()
        defer { if kind == .last { checkpointTimer.restart(after: TrainingClock.seconds(since: began)) } }
        do {
            state.elapsed = clock.elapsed
            let checkpoint = Checkpoint(
                kind: kind, state: state, parameters: try engine.parameters(), optimizerState: try engine.optimizerState())
            let file = try checkpoints.save(checkpoint)
            send(.checkpoint(CheckpointRecord(step: step, elapsed: clock.elapsed, kind: kind, file: file)))
            return nil
        } catch {
            let sentence = String(describing: error)
            notify(.error, sentence, advice: "Training goes on; free some room and save again with w.")
            return sentence
        }
    }

    // MARK: Commands

    private mutating func obeyCommands() throws {
        repeat {
            if mode == .paused { commands.wait() }
            for entry in commands.drain() {
                let refusal = try obey(entry.command)
                send(.acknowledged(Acknowledgement(id: entry.id, step: step, command: entry.command, refusal: refusal)))
            }
        } while mode == .paused
    }

    /// - Returns: why not, as a sentence; `nil` when done.
    private mutating func obey(_ command: Command) throws -> String? {
        // An end that was asked for is final: a late "resume" must not undo it.
        if case .ending = mode { return "the training is already ending" }
        switch command {
        case .pause: pause()
        case .resume: resume(as: .running)
        case .step: resume(as: .stepping)
        case .stop: mode = .ending(saves: true)
        case .abandon: mode = .ending(saves: false)
        case .evaluate: try evaluate()
        case .saveCheckpoint: return save(.last)
        case .set(let setting, let value): return change(setting, to: value)
        }
        return nil
    }

    private mutating func pause() {
        guard mode != .paused else { return }
        mode = .paused
        clock.stop()
        announce(.paused)
    }

    private mutating func resume(as resumed: Mode) {
        mode = resumed
        clock.start()
        announce(.training)
    }

    private mutating func change(_ setting: Setting, to value: Double) -> String? {
        let old = settings[setting]
        if let refusal = settings.change(setting, to: value) { return refusal }
        (state.loss, state.learningRate) = (settings.loss, settings.learningRate)
        let new = settings[setting] ?? value
        send(.edit(Edit(step: step, elapsed: clock.elapsed, setting: setting, old: old ?? new, new: new)))
        return nil
    }

    // MARK: Words

    private func announce(_ state: RunState) {
        send(.state(StateChange(step: step, elapsed: clock.elapsed, state: state)))
    }

    /// Sends an event, and what the diagnostics find in it.
    private mutating func tell(_ event: Event) {
        send(event)
        for notice in diagnostics.examine(event) { send(.notice(notice)) }
    }

    private func notify(
        _ severity: Notice.Severity, _ message: String, advice: String? = nil, topic: Notice.Topic? = nil
    ) {
        send(
            .notice(
                Notice(step: step, elapsed: clock.elapsed, severity: severity, message: message, advice: advice, topic: topic)))
    }

    private func outcome(_ reason: RunOutcome.Reason, message: String? = nil) -> RunOutcome {
        RunOutcome(step: step, elapsed: clock.elapsed, reason: reason, message: message)
    }
}

/// Why a training could not go on, as a sentence.
struct TrainingError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
