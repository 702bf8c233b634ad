import Networks

extension ReferenceEngine {
    /// The backward pass of the last `forward`: fills the gradients.
    ///
    /// - Parameter gradient: of the loss with respect to the embeddings, `[N, F]`.
    public mutating func backward(_ gradient: [Scalar]) throws {
        guard let embeddings = values.last, gradient.count == embeddings.data.count else {
            throw NetworkError("backward needs a forward pass first, and one number for every number of the embeddings")
        }
        var pending: [Values<Scalar>?] = Array(repeating: nil, count: values.count)
        pending[values.count - 1] = Values(count: embeddings.count, shape: embeddings.shape, data: gradient)
        slopes = [:]
        for (index, node) in graph.nodes.enumerated().reversed() {
            guard let own = pending[index + 1] else { continue }
            for (source, contribution) in zip(node.inputs, propagate(own, through: node)) {
                // A value that is read twice, as around a residual block, gets the sum of both gradients.
                pending[source] = pending[source]?.combined(with: contribution, +) ?? contribution
            }
        }
        imageGradient = pending[0]?.data ?? []
    }

    /// Gradients with respect to what a node reads; those of its parameters go into `slopes`.
    private mutating func propagate(_ gradient: Values<Scalar>, through node: NetworkGraph.Node) -> [Values<Scalar>] {
        let input = values[node.inputs[0]]
        switch node.operation {
        case .convolution(let convolution):
            let result = convolutionBackward(gradient, input, convolution, weight: weight(node, "weight"))
            keep(["weight": result.weight, "bias": result.bias], of: node)
            return [result.input]
        case .linear:
            let result = linearBackward(gradient, input, weight: weight(node, "weight"))
            keep(["weight": result.weight, "bias": result.bias], of: node)
            return [result.input]
        case .batchNorm(let batchNorm):
            let result = batchNormBackward(
                gradient, input, scale: weight(node, "weight"), epsilon: Scalar(batchNorm.epsilon))
            keep(["weight": result.scale, "bias": result.shift], of: node)
            return [result.input]
        case .activation(let activation): return [activationBackward(gradient, input, activation)]
        case .maxPool(let pooling): return [maxPoolBackward(gradient, input, pooling)]
        case .averagePool(let pooling): return [averagePoolBackward(gradient, input, pooling)]
        case .adaptiveAveragePool: return [adaptiveAveragePoolBackward(gradient, input)]
        case .reflectionPad(let pad): return [reflectionPadBackward(gradient, input, padding: pad.padding)]
        case .flatten: return [gradient.reshaped(to: input.shape)]
        case .dropout(let dropout): return [dropoutForward(gradient, dropout, rule: rule(node, dropout), firstImage: firstImage)]
        case .l2Normalize(let normalize):
            return [l2NormalizeBackward(gradient, input, epsilon: Scalar(normalize.epsilon))]
        case .softmax: return [softmaxBackward(gradient, input)]
        case .add: return [gradient, gradient]
        }
    }

    private mutating func keep(_ gradients: [String: [Scalar]], of node: NetworkGraph.Node) {
        for (name, gradient) in gradients {
            let full = "\(node.name).\(name)"
            if weights[full] != nil { slopes[full] = gradient }
        }
    }
}
