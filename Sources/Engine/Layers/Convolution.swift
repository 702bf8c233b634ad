import COneDNN
import Networks

extension PlanBuilder {
    /// A convolution, with the ReLU after it where nothing else reads between them; in inference also with the batch norm between.
    func addConvolution(_ convolution: Convolution, _ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        var last = index
        let folded = isTraining ? nil : soleReader(of: last, where: \.isBatchNorm)
        if let folded {
            absorb(folded)
            last = folded
        }
        let relu = soleReader(of: last, where: \.isReLU)
        if let relu {
            absorb(relu)
            last = relu
        }
        var window = shim_window(convolution, node, images: images)
        let hasBias = convolution.bias || folded != nil
        let algorithms: [shim_algorithm] = winogradMayFit(convolution) ? [shim_winograd, shim_direct] : [shim_direct]
        let (descriptor, algorithm) = try firstThatWorks(algorithms) { algorithm in
            try PrimitiveDescriptor("\(node.name), forward") {
                shim_convolution_forward($0, device.engine, &window, hasBias, relu != nil, isTraining, algorithm)
            }
        }
        report(node) { $0.forward = descriptor.implementation }

        let weights = try weightMemory(node, convolution, descriptor)
        let bias = try hasBias ? biasMemory(node, descriptor, isFolded: folded != nil) : nil
        if let folded { try refreshFolded(node, convolution, graph.nodes[folded], weights: weights, bias: bias) }
        let source = try converted(input.memory, to: descriptor.source)
        let output = Value(
            dimensions: dimensions(node.outputShape), memory: try Memory(descriptor.destination, on: device), needsGradient: true)
        var arguments = [Argument.source: source, Argument.weights: weights, Argument.destination: output.memory]
        arguments[Argument.bias] = bias
        try run(descriptor, arguments)
        for absorbedIndex in [index, folded, relu].compactMap({ $0 }) { setOutput(of: absorbedIndex, output) }

        onBackward { [self] in
            let gradient = try gradient(of: output, for: node)
            if relu != nil { try runReLUBackward(gradient, output) }
            try addConvolutionBackward(
                convolution, node, window, algorithm, forward: descriptor, input: input, source: source, weights: weights,
                gradient: gradient)
        }
    }

    private func addConvolutionBackward(
        _ convolution: Convolution, _ node: NetworkGraph.Node, _ shape: shim_window, _ algorithm: shim_algorithm,
        forward: PrimitiveDescriptor, input: Value, source: Memory, weights: Memory, gradient: Memory
    ) throws {
        var window = shape
        let algorithms = algorithm == shim_winograd ? [shim_winograd, shim_direct] : [shim_direct]
        let (byWeights, _) = try firstThatWorks(algorithms) { algorithm in
            try PrimitiveDescriptor("\(node.name), backward by weights") {
                shim_convolution_backward_weights($0, device.engine, &window, convolution.bias, algorithm, forward.handle)
            }
        }
        report(node) { $0.backwardWeights = byWeights.implementation }
        try runWeightsBackward(
            byWeights, node, source: source, gradient: gradient, hasBias: convolution.bias)

        guard input.needsGradient else { return }
        let (byData, _) = try firstThatWorks(algorithms) { algorithm in
            try PrimitiveDescriptor("\(node.name), backward by data") {
                shim_convolution_backward_data($0, device.engine, &window, algorithm, forward.handle)
            }
        }
        report(node) { $0.backwardData = byData.implementation }
        try runDataBackward(byData, input: input, weights: weights, gradient: gradient)
    }

    /// Winograd is for 3x3 windows that move by one (Lavin, Gray 2016); oneDNN itself refuses what it cannot.
    private func winogradMayFit(_ convolution: Convolution) -> Bool {
        convolution.kernel == 3 && convolution.stride == 1 && convolution.dilation == 1 && convolution.groups == 1
    }

    private func weightMemory(_ node: NetworkGraph.Node, _ convolution: Convolution, _ descriptor: PrimitiveDescriptor) throws
        -> Memory
    {
        let info = try info(node, "weight")
        let dimensions =
            convolution.groups == 1
            ? info.shape : [convolution.groups, info.shape[0] / convolution.groups] + info.shape.dropFirst()
        return try parameterMemory(info, descriptor.weights, plainDimensions: dimensions)
    }

    private func biasMemory(_ node: NetworkGraph.Node, _ descriptor: PrimitiveDescriptor, isFolded: Bool) throws -> Memory {
        if isFolded { return try Memory(descriptor.bias, on: device) }
        return try parameterMemory(info(node, "bias"), descriptor.bias)
    }

    /// Weights and bias of a convolution and the batch norm after it, as one: `w' = w * scale / deviation`,
    /// `b' = (b - mean) * scale / deviation + shift`.
    private func refreshFolded(
        _ node: NetworkGraph.Node, _ convolution: Convolution, _ norm: NetworkGraph.Node, weights: Memory, bias: Memory?
    ) throws {
        guard case .batchNorm(let batchNorm) = norm.operation, let bias else { return }
        let trained = try store.slot("\(node.name).weight")
        let own = try convolution.bias ? store.slot("\(node.name).bias").weights.floats : nil
        let scale = try store.slot("\(norm.name).weight").weights.floats
        let shift = try store.slot("\(norm.name).bias").weights.floats
        let mean = try store.statistic("\(norm.name).running_mean").floats
        let variance = try store.statistic("\(norm.name).running_var").floats
        let plain = try Memory(trained.plainLayout, on: device)
        let (channels, epsilon) = (convolution.channels, batchNorm.epsilon)
        let weightsPerChannel = trained.info.count / channels
        try refreshing {
            try reorder(trained.weights, to: plain)
            run { _ in
                for channel in 0..<channels {
                    let factor = scale[channel] / (variance[channel] + epsilon).squareRoot()
                    for index in channel * weightsPerChannel..<(channel + 1) * weightsPerChannel { plain.floats[index] *= factor }
                    bias.floats[channel] = ((own?[channel] ?? 0) - mean[channel]) * factor + shift[channel]
                }
            }
            try reorder(plain, to: weights)
        }
    }
}

extension shim_window {
    init(_ convolution: Convolution, _ node: NetworkGraph.Node, images: Int) {
        self.init(node, images: images, kernel: convolution.kernel, stride: convolution.stride, padding: convolution.padding)
        dilation_height = Int64(convolution.dilation.height)
        dilation_width = Int64(convolution.dilation.width)
        groups = Int64(convolution.groups)
    }

    init(_ node: NetworkGraph.Node, images: Int, kernel: Extent, stride: Extent, padding: Extent) {
        self.init(
            images: Int64(images), input_channels: Int64(node.inputShape.channels), input_height: Int64(node.inputShape.height),
            input_width: Int64(node.inputShape.width), output_channels: Int64(node.outputShape.channels),
            output_height: Int64(node.outputShape.height), output_width: Int64(node.outputShape.width),
            kernel_height: Int64(kernel.height), kernel_width: Int64(kernel.width), stride_height: Int64(stride.height),
            stride_width: Int64(stride.width), padding_height: Int64(padding.height), padding_width: Int64(padding.width),
            dilation_height: 1, dilation_width: 1, groups: 1)
    }
}
