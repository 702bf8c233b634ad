import Datasets
import Dispatch
import Engine
import MetricLearning
import Networks

/// The training loop: batches in, steps taken, events out, commands read between two steps.
///
/// Lives on one thread from its making to its end, because the engine's threads belong to the thread that made it.
struct Trainer {
    let setup: TrainingSetup
    /// Another one where another number of threads takes the next steps.
    var engine: Engine
    let loader: BatchLoader
    let commands: CommandQueue
    let checkpoints: any CheckpointSink
    let send: (Event) -> Void

    var evaluator: Evaluator
    var clock: TrainingClock
    var steering: Steering
    var objective: Objective
    var average: WeightAverage?
    var selection: Selection
    var step: Int
    var mode = Mode.running
    var lastEvaluation: EvaluationMetrics?
    var nonFinite = NonFiniteSteps()
    var checkpointTimer: CheckpointTimer
    var diagnosis: Diagnosis
    let probe: LayerProbe
    /// How many threads take the next step.
    var threads: Int
    /// Decides about them; `nil` where a person has.
    var governor: ThreadGovernor?
    var waiting: TeamWaiting?
    /// Whether its screen is gone.
    var isUnattended = false
    /// Since when images cannot be read.
    var missingImagesSince: DispatchTime?
    /// The best network so far, where it could not be saved.
    var unsavedBest: Checkpoint?
    /// Whether the last attempt to save failed.
    var isDiskTroubled = false
    let timing = LayerTiming()
    /// Of the last step, where an evaluation follows it.
    var layerStatistics: LayerStatistics?

    enum Mode: Equatable {
        case running
        case paused
        /// Takes one step, then pauses again.
        case stepping
        case ending(saves: Bool)
    }

    var options: TrainingOptions { setup.description.options }
    var settings: TrainingSettings { steering.settings }
    var place: RunPlace { RunPlace(step: step, elapsed: clock.elapsed) }

    /// - Parameter checkpoint: where to go on; `nil` begins anew.
    init(
        _ setup: TrainingSetup, from checkpoint: Checkpoint? = nil, commands: CommandQueue, checkpoints: any CheckpointSink,
        send: @escaping (Event) -> Void
    ) throws {
        self.setup = setup
        self.commands = commands
        self.checkpoints = checkpoints
        self.send = send
        let options = setup.description.options
        let parameters =
            checkpoint?.trainedParameters ?? checkpoint?.parameters ?? setup.start?.parameters ?? setup.initialParameters
        let state = checkpoint?.state ?? TrainerState(setup.description)
        let planned = options.threadPlan.threads(after: state.step)
        // What a resumed run is told, or planned, wins over what it had; what adapts itself goes on as it was.
        threads = options.adaptsThreads ? state.threads ?? planned : planned
        if options.adaptsThreads { governor = ThreadGovernor(most: options.threads, threads: threads) }
        engine = try Engine(setup.graph, parameters: parameters, options: EngineOptions(options, threads: threads))
        loader = BatchLoader(store: setup.store, sampler: setup.sampler, preparation: setup.preparation(strength: 1))
        evaluator = try Evaluator(setup)
        (step, selection) = (state.step, state.selection)
        steering = Steering(state, setup.description)
        clock = TrainingClock(elapsed: state.elapsed)
        lastEvaluation = state.lastEvaluation
        objective = Objective(
            images: options.sampling.images, features: setup.graph.left.output.count,
            learnsSimilarity: setup.graph.head != nil)
        average = options.averageDecay.map { WeightAverage(parameters, of: setup.graph.parameters, decay: $0) }
        checkpointTimer = CheckpointTimer(seconds: options.checkpointSeconds)
        diagnosis = Diagnosis(
            options, learnsSimilarity: setup.graph.head != nil,
            inputs: InputsDiagnostic(
                setup.inputVariety, shape: "\(setup.description.network.input)", dataset: setup.description.dataset.path),
            validation: ValidationSize(setup.validationPairs), dataset: setup.description.dataset.path)
        if let record = state.diagnosis?.record { diagnosis.restore(record) }
        probe = LayerProbe(setup.graph)
        guard let checkpoint else { return }
        try engine.loadOptimizerState(checkpoint.optimizerState)
        average?.restore(checkpoint.parameters, steps: state.averagedSteps)
        for setting in Setting.allCases { apply(setting) }
    }

    /// What a checkpoint keeps of all this.
    var state: TrainerState {
        var state = TrainerState(setup.description)
        state.step = step
        state.elapsed = clock.elapsed
        state.lastEvaluation = lastEvaluation
        state.lastEvaluation?.testDistances = []
        (state.settings, state.plateau, state.selection) = (settings, steering.plateau, selection)
        state.history = steering.history
        state.duration = steering.duration == options.duration ? nil : steering.duration
        (state.threads, state.adaptsThreads) = (threads, options.adaptsThreads)
        state.averagedSteps = average?.stepsTaken ?? 0
        state.diagnosis = KeptDiagnosis(diagnosis.record)
        return state
    }

    /// Trains until the run's end, a command, or an error. Whatever the error, what was trained so far is saved where it can be.
    mutating func run() -> RunOutcome {
        clock.start()
        announce(.training)
        send(.verdict(diagnosis.begin(step: step, elapsed: clock.elapsed)))
        do {
            // On a line of its own: the outcome is of the state after it.
            let reason = try train()
            return outcome(reason)
        } catch {
            // Embeddings that are no numbers cannot be judged.
            if error is MetricError { diagnose(.nonFinite(step: step, layer: nil)) }
            if nonFinite.isWell { _ = try? saveLast() }
            return outcome(.failed, message: String(describing: error))
        }
    }

    private mutating func train() throws -> RunOutcome.Reason {
        while true {
            do {
                if let reason = try advance() { return reason }
                noteThatImagesAreThere()
            } catch let error as DatasetError {
                if case .ending = mode {
                    // Saved it is; only the last figures are missing.
                    notify(.warning, "The run ends without its last figures: \(error)")
                    return .stopped
                }
                try endure(error)
            }
        }
    }

    /// One step, with what is due before it.
    private mutating func advance() throws -> RunOutcome.Reason? {
        if isEvaluationDue { try evaluate() }
        if checkpointTimer.isDue, nonFinite.isWell { try saveLast() }
        try obeyCommands()
        if case .ending(let saves) = mode {
            if saves { _ = try conclude() }
            return .stopped
        }
        if isComplete {
            return try conclude() ? .completed : .stopped
        }
        try takeStep()
        if mode == .stepping { pause() }
        return nil
    }

    var epoch: Int { max(0, step - 1) / setup.description.stepsPerEpoch + 1 }

    var isComplete: Bool {
        selection.isExhausted || steering.length.isOver(at: place)
    }

    // MARK: Words

    func announce(_ state: RunState) {
        send(
            .state(
                StateChange(
                    step: step, elapsed: clock.elapsed, state: state, unattendedProcess: isUnattended ? Self.process : nil)))
    }

    /// Sends an event, and the verdict that it leads to.
    mutating func tell(_ event: Event) {
        send(event)
        switch event {
        case .step(let metrics): diagnose(.step(metrics))
        case .evaluation(let metrics): diagnose(.evaluation(metrics))
        default: break
        }
    }

    /// Sends the verdict that an observation leads to, where it is another one.
    mutating func diagnose(_ observation: Observation) {
        if let verdict = diagnosis.examine(observation) { send(.verdict(verdict)) }
    }

    func notify(_ severity: Notice.Severity, _ message: String, advice: String? = nil, topic: Notice.Topic? = nil) {
        send(
            .notice(
                Notice(step: step, elapsed: clock.elapsed, severity: severity, message: message, advice: advice, topic: topic)))
    }

    private func outcome(_ reason: RunOutcome.Reason, message: String? = nil) -> RunOutcome {
        RunOutcome(step: step, elapsed: clock.elapsed, reason: reason, message: message)
    }
}

extension EngineOptions {
    init(_ options: TrainingOptions, threads: Int) {
        self.init(
            images: options.sampling.images, threads: threads, optimizer: options.optimizer,
            dropoutSeed: options.seed, precision: options.precision, learningRateFactors: options.learningRateFactors,
            gradientClip: options.gradientClip, batchStatistics: options.batchStatistics,
            batchLayout: options.sampling.isOfPairs ? .pairs : .images)
    }
}
