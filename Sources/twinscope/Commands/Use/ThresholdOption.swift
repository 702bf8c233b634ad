import ArgumentParser

/// A threshold of the person's own.
struct ThresholdOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The distance below which images are the same; the run's own by default.", valueName: "D"))
    var threshold: Float?
}
