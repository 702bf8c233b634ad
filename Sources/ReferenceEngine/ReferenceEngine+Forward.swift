import Networks

extension ReferenceEngine {
    private enum Mode {
        case training
        case inference
    }

    /// A training pass: batch statistics, dropout of `step`; running statistics move. `[N, C, H, W]` -> `[N, F]`.
    public mutating func forward(_ images: [Scalar], count: Int, step: Int) throws -> [Scalar] {
        self.step = step
        return try run(images, count: count, mode: .training)
    }

    /// An inference pass: running statistics, no dropout. `[N, C, H, W]` -> `[N, F]`.
    public func infer(_ images: [Scalar], count: Int) throws -> [Scalar] {
        var copy = self
        return try copy.run(images, count: count, mode: .inference)
    }

    private mutating func run(_ images: [Scalar], count: Int, mode: Mode) throws -> [Scalar] {
        guard images.count == count * graph.input.count else {
            throw NetworkError("\(count) images of \(graph.input) are \(count * graph.input.count) numbers, not \(images.count)")
        }
        values = [Values(count: count, shape: graph.input, data: images)]
        for node in graph.nodes {
            values.append(apply(node, to: node.inputs.map { values[$0] }, mode: mode))
        }
        return values.last?.data ?? images
    }

    private mutating func apply(_ node: NetworkGraph.Node, to inputs: [Values<Scalar>], mode: Mode) -> Values<Scalar> {
        let input = inputs[0]
        switch node.operation {
        case .convolution(let convolution):
            return convolutionForward(
                input, convolution, weight: weight(node, "weight"), bias: optionalWeight(node, "bias"),
                outputShape: node.outputShape)
        case .linear(let linear):
            return linearForward(
                input, weight: weight(node, "weight"), bias: optionalWeight(node, "bias"), features: linear.features)
        case .batchNorm(let batchNorm):
            return batchNormForward(
                input, statistics: statistics(node, batchNorm, input, mode: mode), scale: weight(node, "weight"),
                shift: weight(node, "bias"), epsilon: Scalar(batchNorm.epsilon))
        case .activation(let activation): return activationForward(input, activation)
        case .maxPool(let pooling): return maxPoolForward(input, pooling, outputShape: node.outputShape)
        case .averagePool(let pooling): return averagePoolForward(input, pooling, outputShape: node.outputShape)
        case .adaptiveAveragePool: return adaptiveAveragePoolForward(input, outputShape: node.outputShape)
        case .reflectionPad(let pad):
            return reflectionPadForward(input, padding: pad.padding, outputShape: node.outputShape)
        case .flatten: return input.reshaped(to: node.outputShape)
        case .dropout(let dropout):
            return mode == .training ? dropoutForward(input, dropout, rule: rule(node, dropout), firstImage: firstImage) : input
        case .l2Normalize(let normalize): return l2NormalizeForward(input, epsilon: Scalar(normalize.epsilon))
        case .softmax: return softmaxForward(input)
        case .add: return input.combined(with: inputs[1], +)
        }
    }

    /// The batch's statistics in training, which also move the running ones; the running ones otherwise.
    private mutating func statistics(
        _ node: NetworkGraph.Node, _ batchNorm: BatchNorm, _ input: Values<Scalar>, mode: Mode
    ) -> ChannelStatistics<Scalar> {
        let mean = weight(node, "running_mean")
        let variance = weight(node, "running_var")
        guard mode == .training else { return ChannelStatistics(mean: mean, variance: variance) }
        let batch = ChannelStatistics(of: input)
        let momentum = Scalar(batchNorm.momentum)
        // PyTorch normalises by the variance over n, and remembers the one over n - 1.
        let unbiased = Scalar(batch.count) / Scalar(max(1, batch.count - 1))
        weights["\(node.name).running_mean"] = zip(mean, batch.mean).map { (1 - momentum) * $0 + momentum * $1 }
        weights["\(node.name).running_var"] = zip(variance, batch.variance).map {
            (1 - momentum) * $0 + momentum * $1 * unbiased
        }
        return batch
    }

    func rule(_ node: NetworkGraph.Node, _ dropout: Dropout) -> DropoutRule {
        DropoutRule(seed: dropoutSeed, layer: node.name, step: step, probability: dropout.probability)
    }
}
