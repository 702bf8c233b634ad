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
        let lengths = commands.filter { if case .setDuration = $0 { true } else { false } }
        let description = run.manifest.description
        if !commands.isEmpty, let refusal = state.refusal(of: commands, in: description) {
            let isAboutLength = state.refusal(of: lengths, in: description) == refusal
            throw Failure(
                "\(run.folder): \(refusal)" + (isAboutLength ? ExtendingCommand(run, state).hint : ""), .usage)
        }
        guard isComplete, lengths.isEmpty else { return }
        let place = "after \(state.step.grouped) \(Sentence.noun("step", count: state.step))"
        let how = state.isExhausted ? "was ended \(place) by early stopping" : "is complete \(place)"
        throw Failure("\(run.folder) \(how)\(ExtendingCommand(run, state).hint)", .usage)
    }

    private static func setting(_ option: String, _ setting: Setting) -> @Sendable (String) throws -> Double {
        number(option, setting.range)
    }
}

/// The command that trains a run longer, ready to be copied.
private struct ExtendingCommand {
    let hint: String

    init(_ run: RunReader, _ state: TrainerState) {
        let description = run.manifest.description
        let longer = Self.longer(than: state.duration ?? description.options.duration, state, description)
        var command = "twinscope resume \(ShellWord.quoted(run.folder)) \(longer.option)"
        // Where the schedule has come to nothing, or nearly, it begins again.
        if state.learningRate(in: description) < 1e-3 * state.course.rate {
            let rate = Setting.learningRate.kept(Double(state.course.rate) > 0 ? Double(state.course.rate) : 1e-3)
            command += " --schedule \(state.course.schedule.name) --learning-rate \(Setting.learningRate.text(rate))"
        }
        hint = "; to train it longer: \(command)"
    }

    private static func longer(
        than duration: TrainingOptions.Duration, _ state: TrainerState, _ description: RunDescription
    ) -> (duration: TrainingOptions.Duration, option: String) {
        switch duration {
        case .epochs(let epochs):
            let done = (state.step + description.stepsPerEpoch - 1) / max(1, description.stepsPerEpoch)
            let longer = state.isExhausted && done < epochs ? epochs : 2 * max(done, epochs)
            return (.epochs(longer), "--epochs \(longer)")
        case .steps(let steps):
            let longer = state.isExhausted && state.step < steps ? steps : 2 * max(state.step, steps)
            return (.steps(longer), "--steps \(longer)")
        case .minutes(let minutes):
            let longer = (2 * max(minutes, state.elapsed / 60)).rounded(.up)
            return (.minutes(longer), "--minutes \(Int(longer))")
        }
    }
}
