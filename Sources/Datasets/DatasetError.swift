import Networks

/// What is wrong with a data set or a file of it, as one sentence that says what to do.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    /// Whether something that a person named does not exist, as against being wrong.
    public let isMissingInput: Bool

    public init(_ description: String, isMissingInput: Bool = false) {
        self.description = Sentence.quoting(description)
        self.isMissingInput = isMissingInput
    }
}
