import COneDNN
import Networks

extension PlanBuilder {
    func addSoftmax(_ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        let descriptor = try PrimitiveDescriptor("\(node.name), forward") { handle in
            input.layout.withPointer { shim_softmax_forward(handle, device.engine, $0, isTraining) }
        }
        report(node) { $0.forward = descriptor.implementation }
        let output = Value(
            dimensions: input.dimensions, memory: try Memory(input.layout, on: device), needsGradient: input.needsGradient)
        try run(descriptor, [Argument.source: input.memory, Argument.destination: output.memory])
        setOutput(of: index, output)

        onBackward { [self] in
            guard input.needsGradient else { return }
            let gradient = try gradient(of: output, for: node)
            let backward = try PrimitiveDescriptor("\(node.name), backward") { handle in
                input.layout.withPointer { shim_softmax_backward(handle, device.engine, $0, descriptor.handle) }
            }
            report(node) { $0.backwardData = backward.implementation }
            try contributeGradient(to: input, layout: input.layout) { target in
                try run(
                    backward,
                    [
                        Argument.destination: output.memory, Argument.destinationGradient: gradient,
                        Argument.sourceGradient: target,
                    ])
            }
        }
    }

    /// The sum that ends a residual block; its gradient goes to both sides as it is.
    func addSum(_ node: NetworkGraph.Node, at index: Int) throws {
        let one = try value(node.inputs[0])
        let other = try value(node.inputs[1])
        let descriptor = try PrimitiveDescriptor("\(node.name), forward") { handle in
            one.layout.withPointer { shim_binary(handle, device.engine, false, $0, $0, $0) }
        }
        report(node) { $0.forward = descriptor.implementation }
        let output = Value(
            dimensions: one.dimensions, memory: try Memory(one.layout, on: device),
            needsGradient: one.needsGradient || other.needsGradient)
        try run(
            descriptor,
            [
                Argument.source: one.memory, Argument.otherSource: try converted(other.memory, to: one.layout),
                Argument.destination: output.memory,
            ])
        setOutput(of: index, output)
        onBackward { [self] in
            let gradient = try gradient(of: output, for: node)
            try contributeGradient(to: one, gradient)
            try contributeGradient(to: other, gradient)
        }
    }
}
