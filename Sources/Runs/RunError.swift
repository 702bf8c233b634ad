import Networks

/// Why a run could not be made, written or opened, as one sentence that says what to do.
public struct RunError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// Whether something that a person named does not exist, as against being wrong or not writable.
    public let isMissingInput: Bool

    public init(_ description: String, isMissingInput: Bool = false) {
        self.description = Sentence.quoting(description)
        self.isMissingInput = isMissingInput
    }
}
