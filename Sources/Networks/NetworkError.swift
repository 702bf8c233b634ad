/// What is wrong with a network description, as one sentence that says what to do.
public struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = Sentence.quoting(description)
    }
}
