/// What became of a layer in the training plan, for tables.
public struct LayerReport: Hashable, Sendable {
    public let name: String
    /// The implementations oneDNN chose, in the order in which they run; empty where another layer does this one's work in passing.
    public let forward: [String]
    public let backward: [String]
    /// Bytes of its result, for the whole batch.
    public let activationBytes: Int
}
