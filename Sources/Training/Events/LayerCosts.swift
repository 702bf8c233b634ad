/// What every layer takes of a training step, measured over a few steps soon after the start.
public struct LayerCosts: Codable, Sendable, Equatable {
    /// The last of the measured steps.
    public var step: Int
    public var elapsed: Double
    /// In the order in which they run.
    public var layers: [LayerCost]

    public init(step: Int, elapsed: Double, layers: [LayerCost]) {
        self.step = step
        self.elapsed = elapsed
        self.layers = layers
    }

    /// Of all layers in one step.
    public var seconds: Double { layers.reduce(0) { $0 + $1.seconds } }

    /// The cost of the layer called `name`, as `NetworkGraph.Node.name` has it.
    public subscript(name: String) -> LayerCost? { layers.first { $0.name == name } }
}

/// What one layer takes of a training step, and who does its work.
public struct LayerCost: Codable, Sendable, Equatable {
    /// As `NetworkGraph.Node.name`.
    public var name: String
    /// Of one step, forward and backward; zero where another layer does its work in passing.
    public var seconds: Double
    /// oneDNN's names of the implementations; empty where a layer needs none.
    public var forward: String
    public var backwardData: String
    public var backwardWeights: String
    /// Bytes of its result, for the whole batch, kept for the way back.
    public var activationBytes: Int

    public init(
        name: String, seconds: Double, forward: String = "", backwardData: String = "", backwardWeights: String = "",
        activationBytes: Int = 0
    ) {
        self.name = name
        self.seconds = seconds
        self.forward = forward
        self.backwardData = backwardData
        self.backwardWeights = backwardWeights
        self.activationBytes = activationBytes
    }
}
