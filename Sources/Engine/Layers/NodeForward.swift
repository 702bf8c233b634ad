import Networks

extension PlanBuilder {
    /// The one place that turns an operation into work.
    func addForward(_ node: NetworkGraph.Node, at index: Int) throws {
        switch node.operation {
        case .convolution(let convolution): try addConvolution(convolution, node, at: index)
        case .linear(let linear): try addLinear(linear, node, at: index)
        case .batchNorm(let batchNorm): try addBatchNorm(batchNorm, node, at: index)
        case .activation(let activation): try addActivation(activation, node, at: index)
        case .maxPool(let pooling): try addPooling(pooling, isAverage: false, node, at: index)
        case .averagePool(let pooling): try addPooling(pooling, isAverage: true, node, at: index)
        case .adaptiveAveragePool: try addAdaptivePooling(node, at: index)
        case .reflectionPad(let pad): try addReflectionPad(pad, node, at: index)
        case .flatten: try addFlatten(node, at: index)
        case .dropout(let dropout): try addDropout(dropout, node, at: index)
        case .l2Normalize(let normalize): try addL2Normalize(normalize, node, at: index)
        case .softmax: try addSoftmax(node, at: index)
        case .add: try addSum(node, at: index)
        }
    }

    /// Batch first.
    func dimensions(_ shape: TensorShape) -> [Int] { [images] + shape.dimensions }

    /// Whether a layer's backward pass has anything to give to what lies before it.
    func learnsAnything(_ node: NetworkGraph.Node, _ input: Value) -> Bool {
        input.needsGradient || !node.parameters.isEmpty
    }

    func info(_ node: NetworkGraph.Node, _ name: String) throws -> ParameterInfo {
        guard let info = node.parameters.first(where: { $0.name == "\(node.name).\(name)" }) else {
            throw EngineError("\(node.name) has no \(name)")
        }
        return info
    }
}

extension Networks.Operation {
    var isReLU: Bool { self == .activation(.relu) }

    var isBatchNorm: Bool {
        if case .batchNorm = self { true } else { false }
    }

    var isLinear: Bool {
        if case .linear = self { true } else { false }
    }
}
