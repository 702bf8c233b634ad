/// Why a run could not be made, written or opened, as one sentence that says what to do.
public struct RunError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
