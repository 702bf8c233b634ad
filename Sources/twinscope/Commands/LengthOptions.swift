import ArgumentParser
import Training

/// When a run ends: exactly one of three.
struct LengthOptions: ParsableArguments {
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Train this many epochs (default: \(Self.defaultEpochs)).", valueName: "N"),
        transform: positive("--epochs"))
    var epochs: Int?
    @Option(parsing: .unconditional, help: ArgumentHelp("Train this many steps.", valueName: "N"), transform: positive("--steps"))
    var steps: Int?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Train this many minutes.", valueName: "M"),
        transform: positiveNumber("--minutes", upTo: 1e6))
    var minutes: Double?

    static let defaultEpochs = 60

    func validate() throws {
        let given = [("--epochs", epochs != nil), ("--steps", steps != nil), ("--minutes", minutes != nil)].filter(\.1).map(\.0)
        if let last = given.last, given.count > 1 {
            let surplus = given.dropFirst().map { "leave `\($0)` out" }
            throw ValidationError(
                "\(given.dropLast().joined(separator: ", ")) and \(last) exclude each other; \(surplus.joined(separator: " and "))."
            )
        }
    }

    /// `nil` where none is given.
    var duration: TrainingOptions.Duration? {
        if let steps { return .steps(steps) }
        if let minutes { return .minutes(minutes) }
        return epochs.map { .epochs($0) }
    }
}
