import Networks

/// Why a run could not be made, written or opened, as one sentence that says what to do.
public struct RunError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// Whether something that a person named does not exist, as against being wrong or not writable.
    public let isMissingInput: Bool

    /// - Parameter longest: characters; of a longer sentence the middle is left out.
    public init(_ description: String, isMissingInput: Bool = false, longest: Int = 600) {
        self.description = Sentence.quoting(description, longest: longest)
        self.isMissingInput = isMissingInput
    }
}
