import COneDNN
import Networks

extension PlanBuilder {
    /// Batch norm, with the ReLU after it where nothing else reads between them. Its statistics and parameters are plain vectors.
    func addBatchNorm(_ batchNorm: BatchNorm, _ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        let relu = soleReader(of: index, where: \.isReLU)
        if let relu { absorb(relu) }
        let descriptor = try PrimitiveDescriptor("\(node.name), forward") { handle in
            input.layout.withPointer {
                shim_batch_norm_forward(handle, device.engine, $0, batchNorm.epsilon, relu != nil, isTraining)
            }
        }
        report(node) { $0.forward = descriptor.implementation }
        let vector = try Layout.plain([node.inputShape.channels])
        let scale = try parameterMemory(info(node, "weight"), vector)
        let shift = try parameterMemory(info(node, "bias"), vector)
        let runningMean = try store.statistic("\(node.name).running_mean")
        let runningVariance = try store.statistic("\(node.name).running_var")
        let mean = isTraining ? try Memory(vector, on: device) : runningMean
        let variance = isTraining ? try Memory(vector, on: device) : runningVariance
        let output = Value(
            dimensions: input.dimensions, memory: try Memory(input.layout, on: device), needsGradient: true)
        var arguments = [
            Argument.source: input.memory, Argument.destination: output.memory, Argument.scale: scale, Argument.shift: shift,
            Argument.mean: mean, Argument.variance: variance,
        ]
        let workspace = isTraining && relu != nil ? try Memory(descriptor.workspace, on: device) : nil
        arguments[Argument.workspace] = workspace
        try run(descriptor, arguments)
        for done in [index, relu].compactMap({ $0 }) { setOutput(of: done, output) }

        guard isTraining else { return }
        let count = Float(input.dimensions.reduce(1, *) / node.inputShape.channels)
        let momentum = batchNorm.momentum
        // oneDNN gives the variance over n; PyTorch remembers the one over n - 1.
        let unbiased = count / max(1, count - 1)
        run { _ in
            for channel in runningMean.floats.indices {
                runningMean.floats[channel] += momentum * (mean.floats[channel] - runningMean.floats[channel])
                runningVariance.floats[channel] +=
                    momentum * (variance.floats[channel] * unbiased - runningVariance.floats[channel])
            }
        }
        onBackward { [self] in
            var arguments = [
                Argument.source: input.memory, Argument.mean: mean, Argument.variance: variance, Argument.scale: scale,
                Argument.shift: shift, Argument.destinationGradient: try gradient(of: output, for: node),
                Argument.scaleGradient: try store.slot("\(node.name).weight").gradient,
                Argument.shiftGradient: try store.slot("\(node.name).bias").gradient,
            ]
            arguments[Argument.workspace] = workspace
            try addBatchNormBackward(
                node, batchNorm, fused: relu != nil, forward: descriptor, input: input, arguments: arguments)
        }
    }

    private func addBatchNormBackward(
        _ node: NetworkGraph.Node, _ batchNorm: BatchNorm, fused: Bool, forward: PrimitiveDescriptor, input: Value,
        arguments: [Int32: Memory]
    ) throws {
        let descriptor = try PrimitiveDescriptor("\(node.name), backward") { handle in
            input.layout.withPointer {
                shim_batch_norm_backward(handle, device.engine, $0, $0, batchNorm.epsilon, fused, forward.handle)
            }
        }
        report(node) { $0.backwardData = descriptor.implementation }
        // The primitive always computes the gradient of its source, wanted or not.
        guard input.needsGradient else {
            var all = arguments
            all[Argument.sourceGradient] = try Memory(input.layout, on: device)
            try run(descriptor, all)
            return
        }
        try contributeGradient(to: input, layout: input.layout) { target in
            var all = arguments
            all[Argument.sourceGradient] = target
            try run(descriptor, all)
        }
    }
}
