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
    private var clock = TrainingClock()
    private var settings: TrainingSettings
    private var embeddings: Matrix
    private var gradient: Matrix
    private var step = 0
    private var mode = Mode.running
    private var bestAreaUnderROC: Float = -1
    private var lastEvaluation: EvaluationMetrics?
    private var isBlind = false

    private enum Mode: Equatable {
        case running
        case paused
        /// Takes one step, then pauses again.
        case stepping
        case ending(saves: Bool)
    }

    init(
        _ setup: TrainingSetup, commands: CommandQueue, checkpoints: any CheckpointSink, send: @escaping (Event) -> Void
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
            parameters: setup.graph.initialParameters(
                description.network.initialization, using: generator.derived("initial parameters")),
            options: EngineOptions(
                images: images, threads: options.threads, optimizer: options.optimizer, dropoutSeed: options.seed))
        loader = BatchLoader(
            store: setup.store, sampler: setup.trainingPairs, pairs: options.batchPairs, normalization: setup.normalization)
        evaluator = Evaluator(setup)
        settings = TrainingSettings(options)
        embeddings = Matrix(rows: images, columns: setup.graph.output.count)
        gradient = embeddings
    }

    /// Trains until the run's end, a command, or an error.
    mutating func run() throws -> RunOutcome {
        clock.start()
        announce(.training)
        try evaluate()
        while true {
            try obeyCommands()
            if case .ending(let saves) = mode {
                if saves { try conclude() }
                return outcome(.stopped)
            }
            if isComplete {
                try conclude()
                return outcome(.completed)
            }
            try takeStep()
            if mode == .stepping { pause() }
            if step % evaluationInterval == 0 { try evaluate() }
        }
    }

    // MARK: Steps

    private mutating func takeStep() throws {
        let began = DispatchTime.now()
        step += 1
        let (batch, waited) = try loader.next(step: step)
        try engine.forward(batch.images, step: step, into: &embeddings)
        let loss = settings.loss.evaluate(embeddings, same: batch.same, gradient: &gradient)
        try engine.backward(gradient)
        let norm = engine.gradientNorm()
        if loss.value.isFinite && norm.isFinite {
            try engine.update(learningRate: settings.learningRate)
            isBlind = false
        } else {
            warnOfNonFiniteStep()
        }
        let seconds = TrainingClock.seconds(since: began)
        send(
            .step(
                StepMetrics(
                    step: step, epoch: epoch, elapsed: clock.elapsed, loss: loss.value, learningRate: settings.learningRate,
                    margin: settings.loss.margin, gradientNorm: norm, genuineDistance: loss.genuineDistance,
                    impostorDistance: loss.impostorDistance, activeFraction: loss.activeFraction,
                    pairsPerSecond: Double(batch.same.count) / seconds, dataWait: min(1, waited / seconds))))
    }

    /// Says it once for a row of such steps: the step is not applied, so the weights stay as they were.
    private mutating func warnOfNonFiniteStep() {
        guard !isBlind else { return }
        isBlind = true
        notify(
            .warning, "The loss or its gradient is not a finite number, so the step was not applied",
            advice: "Lower the learning rate, or restart from the best checkpoint.")
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

    private mutating func evaluate() throws {
        announce(.evaluating)
        let metrics = try evaluator.evaluate(engine, loss: settings.loss, at: (step, epoch, clock.elapsed))
        lastEvaluation = metrics
        send(.evaluation(metrics))
        if metrics.areaUnderROC > bestAreaUnderROC {
            bestAreaUnderROC = metrics.areaUnderROC
            save(.best)
        }
        announce(mode == .paused ? .paused : .training)
    }

    /// The figures and the checkpoint that a run ends with.
    private mutating func conclude() throws {
        announce(.stopping)
        if lastEvaluation?.step != step { try evaluate() }
        save(.last)
    }

    /// A checkpoint that cannot be written costs no training: a notice says so, and the next one is tried again.
    @discardableResult
    private func save(_ kind: CheckpointRecord.Kind) -> String? {
        do {
            let checkpoint = Checkpoint(
                kind: kind, step: step, parameters: try engine.parameters(), optimizerState: try engine.optimizerState(),
                threshold: lastEvaluation?.threshold, confidence: lastEvaluation?.confidence)
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
        let new = settings[setting] ?? value
        send(.edit(Edit(step: step, elapsed: clock.elapsed, setting: setting, old: old ?? new, new: new)))
        return nil
    }

    // MARK: Words

    private func announce(_ state: RunState) {
        send(.state(StateChange(step: step, elapsed: clock.elapsed, state: state)))
    }

    private func notify(_ severity: Notice.Severity, _ message: String, advice: String? = nil) {
        send(.notice(Notice(step: step, elapsed: clock.elapsed, severity: severity, message: message, advice: advice)))
    }

    private func outcome(_ reason: RunOutcome.Reason) -> RunOutcome {
        RunOutcome(step: step, elapsed: clock.elapsed, reason: reason)
    }
}
