import ArgumentParser

/// A threshold of the person's own.
struct ThresholdOption: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The distance below which images are the same; the run's own by default.", valueName: "D"),
        transform: distance)
    var threshold: Float?
}

/// Reads a distance, which may be negative or infinite: a learned comparison has any.
@Sendable
private func distance(_ text: String) throws -> Float {
    guard let value = Float(text), !value.isNaN else {
        throw ValidationError("the threshold \(text) is no distance; use a number, for example `--threshold 0.5`.")
    }
    return value
}
