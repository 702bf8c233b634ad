import Networks

/// Runs a network the slow and obvious way: the oracle that the fast engine is held against, and that finite differences
/// (with `Double`) and PyTorch hold in turn.
public struct ReferenceEngine<Scalar: BinaryFloatingPoint & Sendable> {
    public let graph: NetworkGraph
    /// Parameters and running statistics by name, plain.
    public var weights: [String: [Scalar]]
    /// Gradients of the trainable ones, after `backward`.
    public internal(set) var slopes: [String: [Scalar]] = [:]
    /// The gradient with respect to the images, `[N, C, H, W]`, after `backward`.
    public internal(set) var imageGradient: [Scalar] = []

    /// How many images of the batch come before those of a pass; dropout counts from there.
    var firstImage = 0
    let dropoutSeed: UInt64
    var optimizer: ReferenceOptimizer<Scalar>
    /// What the last training pass produced, value by value, and the step it was taken at.
    var values: [Values<Scalar>] = []
    var step = 0

    /// - Throws: `NetworkError` where a parameter is missing or has another shape.
    public init(
        _ graph: NetworkGraph, parameters: ParameterSet, optimizer: OptimizerSpec = .adamDefault, dropoutSeed: UInt64 = 0
    ) throws {
        self.graph = graph
        self.dropoutSeed = dropoutSeed
        self.optimizer = ReferenceOptimizer(optimizer)
        weights = [:]
        for parameter in graph.parameters {
            guard let tensor = parameters[parameter.name], tensor.shape == parameter.shape else {
                throw NetworkError("\(parameter.name) must be there with the shape \(parameter.shape)")
            }
            weights[parameter.name] = tensor.values.map { Scalar($0) }
        }
    }

    /// Parameters and running statistics, as the fast engine gives them.
    public var parameters: ParameterSet { named(weights, where: { _ in true }) }

    /// Gradients of all trainable parameters.
    public var gradients: ParameterSet { named(slopes, where: \.isTrainable) }

    private func named(_ numbers: [String: [Scalar]], where isWanted: (ParameterInfo) -> Bool) -> ParameterSet {
        var set = ParameterSet()
        for parameter in graph.parameters where isWanted(parameter) {
            set[parameter.name] = numbers[parameter.name].map { Tensor(shape: parameter.shape, values: $0.map { Float($0) }) }
        }
        return set
    }

    /// One optimizer step with the gradients of the last backward pass.
    ///
    /// - Parameter gradientFactor: what the gradients are multiplied by first.
    public mutating func update(learningRate: Scalar, gradientFactor: Scalar = 1) {
        optimizer.beginStep()
        for parameter in graph.parameters where parameter.isTrainable {
            guard let gradient = slopes[parameter.name], var own = weights[parameter.name] else { continue }
            optimizer.update(&own, gradient: gradient.map { $0 * gradientFactor }, name: parameter.name, rate: learningRate)
            weights[parameter.name] = own
        }
    }

    func weight(_ node: NetworkGraph.Node, _ name: String) -> [Scalar] {
        weights["\(node.name).\(name)"] ?? []
    }

    func optionalWeight(_ node: NetworkGraph.Node, _ name: String) -> [Scalar]? {
        weights["\(node.name).\(name)"]
    }
}
