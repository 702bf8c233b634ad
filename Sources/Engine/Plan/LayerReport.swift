/// What oneDNN chose for a layer.
public struct LayerReport: Sendable, Hashable {
    public let name: String
    /// oneDNN's names of the implementations; empty where a layer needs none.
    public var forward = ""
    public var backwardData = ""
    public var backwardWeights = ""

    init(name: String) {
        self.name = name
    }
}
