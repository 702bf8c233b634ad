/// What the engine cannot do, as one sentence that names the layer and the call.
public struct EngineError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
