import ArgumentParser
import Datasets
import MetricLearning
import Networks
import Runs
import Training

/// How a run goes on otherwise than it was: longer, or with other settings. Each is an edit of the run.
struct ResumeOptions: ParsableArguments {
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Train until this many epochs in all.", valueName: "N"),
        transform: positive("--epochs"))
    var epochs: Int?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Train until this many steps in all.", valueName: "N"),
        transform: positive("--steps"))
    var steps: Int?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Train until this many minutes in all.", valueName: "M"),
        transform: positiveNumber("--minutes", upTo: 1e6))
    var minutes: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The learning rate from here on: the schedule in effect continues from it, and one given with it starts at it.",
            valueName: "R"), transform: setting("--learning-rate", .learningRate))
    var learningRate: Double?
    @Option(
        help: ArgumentHelp(
            "A schedule that begins here and covers the rest: \(Schedule.usual.map(\.name).joined(separator: ", ")).",
            valueName: "NAME"), transform: RecipeOptions.schedule)
    var schedule: Schedule?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("The loss's margin.", valueName: "M"), transform: setting("--margin", .margin)
    )
    var margin: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("The loss's temperature.", valueName: "T"),
        transform: setting("--temperature", .temperature))
    var temperature: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Weight decay.", valueName: "W"),
        transform: setting("--weight-decay", .weightDecay))
    var weightDecay: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("A factor on the probability of every dropout.", valueName: "X"),
        transform: setting("--dropout", .dropout))
    var dropout: Double?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("A factor on how images are changed.", valueName: "X"),
        transform: setting("--augmentation", .augmentation))
    var augmentation: Double?
    @Option(help: "Which triplets count.") var mining: TripletMining?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Processor threads from here on.", valueName: "N"),
        transform: positive("--threads", upTo: 1024))
    var threads: Int?

    func validate() throws {
        if [epochs != nil, steps != nil, minutes != nil].count(where: { $0 }) > 1 {
            throw ValidationError("--epochs, --steps and --minutes exclude each other; give one of them.")
        }
    }

    /// What they ask of the training; the threads are asked of the engine.
    var commands: [Command] {
        var commands: [Command] = []
        if let epochs { commands.append(.setDuration(.epochs(epochs))) }
        if let steps { commands.append(.setDuration(.steps(steps))) }
        if let minutes { commands.append(.setDuration(.minutes(minutes))) }
        let numbers: [(Setting, Double?)] = [
            (.learningRate, learningRate), (.margin, margin), (.temperature, temperature), (.weightDecay, weightDecay),
            (.dropout, dropout), (.augmentation, augmentation),
        ]
        commands += numbers.compactMap { setting, value in value.map { .set(setting, $0) } }
        if let schedule { commands.append(.setSchedule(schedule)) }
        if let mining { commands.append(.setMining(mining)) }
        return commands
    }

    /// - Parameter isComplete: whether the run has come to its end.
    /// - Throws: `Failure` where a run that is in `state` cannot go on so, with a command that can.
    func check(_ state: TrainerState, of run: RunReader, isComplete: Bool) throws {
        let lengths = commands.filter(\.isDuration)
        let description = run.manifest.description
        if !commands.isEmpty, let refusal = state.refusal(of: commands, in: description) {
            throw Failure("\(run.folder): \(refusal)" + (ExtendingCommand(run, state, asked: self)?.hint ?? ""), .usage)
        }
        guard isComplete, lengths.isEmpty else { return }
        let place = "after \(state.step.grouped) \(Sentence.noun("step", count: state.step))"
        let how = state.isExhausted ? "was ended \(place) by early stopping" : "is complete \(place)"
        throw Failure("\(run.folder) \(how)\(ExtendingCommand(run, state, asked: self)?.hint ?? "")", .usage)
    }

    /// As they are typed.
    fileprivate var words: String {
        let numbers: [(Setting, String, Double?)] = [
            (.learningRate, "learning-rate", learningRate), (.margin, "margin", margin),
            (.temperature, "temperature", temperature),
            (.weightDecay, "weight-decay", weightDecay), (.dropout, "dropout", dropout),
            (.augmentation, "augmentation", augmentation),
        ]
        var words: [String] = []
        if let epochs { words.append("--epochs \(epochs)") }
        if let steps { words.append("--steps \(steps)") }
        if let minutes { words.append("--minutes \(minutes.plainText)") }
        if let schedule { words.append("--schedule \(schedule.name)") }
        words += numbers.compactMap { setting, option, value in value.map { "--\(option) \(setting.text($0))" } }
        if let mining { words.append("--mining \(mining.rawValue)") }
        if let threads { words.append("--threads \(threads)") }
        return words.joined(separator: " ")
    }

    private static func setting(_ option: String, _ setting: Setting) -> @Sendable (String) throws -> Double {
        number(option, setting.range)
    }
}

/// The command that trains a run longer, ready to be copied: what was asked for, mended where it cannot be.
private struct ExtendingCommand {
    let hint: String

    /// - Parameter asked: options that were refused, or that make the run no longer.
    /// - Returns: `nil` where neither another length nor another learning rate would do.
    init?(_ run: RunReader, _ state: TrainerState, asked: ResumeOptions) {
        let description = run.manifest.description
        var options = asked
        let lengths = options.commands.filter(\.isDuration)
        if lengths.isEmpty || !Self.isBeyond(lengths, state, description) {
            Self.lengthen(&options, beyond: state.duration ?? description.options.duration, state, description)
        }
        // Where the schedule has come to nothing, or nearly, one begins at the rate that it had.
        if options.learningRate == nil, state.learningRate(in: description) < 1e-3 * state.course.rate {
            options.schedule = options.schedule ?? state.course.schedule
            options.learningRate = Setting.learningRate.kept(Double(state.course.rate) > 0 ? Double(state.course.rate) : 1e-3)
        }
        guard state.refusal(of: options.commands, in: description) == nil else { return nil }
        hint = "; to train it longer: twinscope resume \(ShellWord.quoted(run.folder)) \(options.words)"
    }

    /// Whether a length is more than what the run has behind it.
    private static func isBeyond(_ lengths: [Command], _ state: TrainerState, _ description: RunDescription) -> Bool {
        state.refusal(of: lengths + [.set(.learningRate, 1e-3), .setSchedule(.constant)], in: description) == nil
    }

    private static func lengthen(
        _ options: inout ResumeOptions, beyond duration: TrainingOptions.Duration, _ state: TrainerState,
        _ description: RunDescription
    ) {
        (options.epochs, options.steps, options.minutes) = (nil, nil, nil)
        switch duration {
        case .epochs(let epochs):
            let done = (state.step + description.stepsPerEpoch - 1) / max(1, description.stepsPerEpoch)
            options.epochs = state.isExhausted && done < epochs ? epochs : 2 * max(done, epochs)
        case .steps(let steps):
            options.steps = state.isExhausted && state.step < steps ? steps : 2 * max(state.step, steps)
        case .minutes(let minutes): options.minutes = (2 * max(minutes, state.elapsed / 60)).rounded(.up)
        }
    }
}

extension Command {
    fileprivate var isDuration: Bool { if case .setDuration = self { true } else { false } }
}

extension Double {
    /// A whole number without a point.
    fileprivate var plainText: String { self == rounded() && magnitude < 1e15 ? String(Int(self)) : String(self) }
}
