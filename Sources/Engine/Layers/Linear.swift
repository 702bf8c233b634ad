import COneDNN
import Networks

extension PlanBuilder {
    /// A linear layer. It reads maps as they lie, so that no flatten is needed before it.
    func addLinear(_ linear: Linear, _ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        let sizes = input.dimensions.map(Int64.init)
        let features = Int64(linear.features)
        let descriptor = try PrimitiveDescriptor("\(node.name), forward") {
            shim_linear_forward($0, device.engine, Int32(sizes.count), sizes, features, linear.bias, isTraining)
        }
        report(node) { $0.forward = descriptor.implementation }
        let weights = try parameterMemory(
            info(node, "weight"), descriptor.weights, plainDimensions: [linear.features] + input.dimensions.dropFirst())
        let source = try converted(input.memory, to: descriptor.source)
        let output = Value(
            dimensions: dimensions(node.outputShape), memory: try Memory(descriptor.destination, on: device), needsGradient: true)
        var arguments = [Argument.source: source, Argument.weights: weights, Argument.destination: output.memory]
        if linear.bias { arguments[Argument.bias] = try parameterMemory(info(node, "bias"), descriptor.bias) }
        try run(descriptor, arguments)
        setOutput(of: index, output)

        onBackward { [self] in
            let gradient = try gradient(of: output, for: node)
            let byWeights = try PrimitiveDescriptor("\(node.name), backward by weights") {
                shim_linear_backward_weights(
                    $0, device.engine, Int32(sizes.count), sizes, features, linear.bias, descriptor.handle)
            }
            report(node) { $0.backwardWeights = byWeights.implementation }
            try runWeightsBackward(byWeights, node, source: source, gradient: gradient, hasBias: linear.bias)
            guard input.needsGradient else { return }
            let byData = try PrimitiveDescriptor("\(node.name), backward by data") {
                shim_linear_backward_data($0, device.engine, Int32(sizes.count), sizes, features, descriptor.handle)
            }
            report(node) { $0.backwardData = byData.implementation }
            try runDataBackward(byData, input: input, weights: weights, gradient: gradient)
        }
    }
}
