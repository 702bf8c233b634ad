/// Why a figure does not exist, as one sentence.
public struct MetricError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
