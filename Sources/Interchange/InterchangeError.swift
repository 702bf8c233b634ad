import Networks

/// Why a file of another program cannot be read or written, as one sentence that says what to do.
public struct InterchangeError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = Sentence.quoting(description)
    }
}
