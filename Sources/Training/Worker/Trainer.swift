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
    let engine: Engine
    let loader: BatchLoader
    let commands: CommandQueue
    let checkpoints: any CheckpointSink
    let send: (Event) -> Void

    var evaluator: Evaluator
    var clock = TrainingClock()
    var settings: TrainingSettings
    var objective: Objective
    var average: WeightAverage?
    var plateau = Plateau()
    var selection: Selection
    var step = 0
    var mode = Mode.running
    var lastEvaluation: EvaluationMetrics?
    var isBlind = false

    enum Mode: Equatable {
        case running
        case paused
        /// Takes one step, then pauses again.
        case stepping
        case ending(saves: Bool)
    }

    var options: TrainingOptions { setup.description.options }

    init(
        _ setup: TrainingSetup, commands: CommandQueue, checkpoints: any CheckpointSink, send: @escaping (Event) -> Void
    ) throws {
        self.setup = setup
        self.commands = commands
        self.checkpoints = checkpoints
        self.send = send
        let options = setup.description.options
        let parameters = setup.start?.parameters ?? setup.initialParameters
        engine = try Engine(setup.graph, parameters: parameters, options: EngineOptions(options))
        loader = BatchLoader(store: setup.store, sampler: setup.sampler, preparation: setup.preparation(strength: 1))
        evaluator = Evaluator(setup)
        settings = TrainingSettings(setup.description)
        objective = Objective(
            images: options.sampling.images, features: setup.graph.left.output.count,
            learnsSimilarity: setup.graph.head != nil)
        average = options.averageDecay.map { WeightAverage(parameters, of: setup.graph.parameters, decay: $0) }
        selection = Selection(options.criterion, patience: options.earlyStopping)
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

    var epoch: Int { max(0, step - 1) / setup.description.stepsPerEpoch + 1 }

    private var isComplete: Bool {
        if selection.isExhausted { return true }
        if let steps = setup.description.totalSteps { return step >= steps }
        if let seconds = setup.description.totalSeconds { return clock.elapsed >= seconds }
        return false
    }

    // MARK: Words

    func announce(_ state: RunState) {
        send(.state(StateChange(step: step, elapsed: clock.elapsed, state: state)))
    }

    func notify(_ severity: Notice.Severity, _ message: String, advice: String? = nil) {
        send(.notice(Notice(step: step, elapsed: clock.elapsed, severity: severity, message: message, advice: advice)))
    }

    private func outcome(_ reason: RunOutcome.Reason) -> RunOutcome {
        RunOutcome(step: step, elapsed: clock.elapsed, reason: reason)
    }
}

extension EngineOptions {
    init(_ options: TrainingOptions) {
        self.init(
            images: options.sampling.images, threads: options.threads, optimizer: options.optimizer,
            dropoutSeed: options.seed, precision: options.precision, learningRateFactors: options.learningRateFactors,
            gradientClip: options.gradientClip, batchStatistics: options.batchStatistics,
            batchLayout: options.sampling.isOfPairs ? .pairs : .images)
    }
}
