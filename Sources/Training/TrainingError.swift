import Networks

/// Why a training cannot be as it is asked for, as one sentence that says what to do.
public struct TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = Sentence.quoting(description)
    }
}
