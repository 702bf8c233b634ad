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
        if [epochs != nil, steps != nil, minutes != nil].count(where: { $0 }) > 1 {
            let surplus = [("--epochs", epochs != nil), ("--steps", steps != nil), ("--minutes", minutes != nil)]
                .filter(\.1).dropFirst().map { "leave `\($0.0)` out" }
            throw ValidationError("--epochs, --steps and --minutes exclude each other; \(surplus.joined(separator: " and ")).")
        }
    }

    /// `nil` where none is given.
    var duration: TrainingOptions.Duration? {
        if let steps { return .steps(steps) }
        if let minutes { return .minutes(minutes) }
        return epochs.map { .epochs($0) }
    }
}
