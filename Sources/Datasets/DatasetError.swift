/// What is wrong with a data set or a file of it, as one sentence that says what to do.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
