import COneDNN
import Networks

extension PlanBuilder {
    func addActivation(_ activation: Activation, _ node: NetworkGraph.Node, at index: Int) throws {
        let input = try value(node.inputs[0])
        let descriptor = try PrimitiveDescriptor("\(node.name), forward") { handle in
            input.layout.withPointer {
                shim_function_forward(handle, device.engine, activation.function, activation.slope, $0, isTraining)
            }
        }
        report(node) { $0.forward = descriptor.implementation }
        let output = Value(
            dimensions: input.dimensions, memory: try Memory(input.layout, on: device), needsGradient: input.needsGradient)
        try run(descriptor, [Argument.source: input.memory, Argument.destination: output.memory])
        setOutput(of: index, output)

        onBackward { [self] in
            guard input.needsGradient else { return }
            let gradient = try gradient(of: output, for: node)
            try contributeGradient(to: input, layout: input.layout) { target in
                try runFunctionBackward(activation, output, forward: descriptor, from: gradient, to: target, node.name)
            }
        }
    }

    /// The backward pass of a ReLU that another primitive has applied, in place: its output tells where it was at work.
    func runReLUBackward(_ gradient: Memory, _ output: Value) throws {
        let forward = try PrimitiveDescriptor("a fused ReLU") { handle in
            output.layout.withPointer { shim_function_forward(handle, device.engine, shim_relu, 0, $0, true) }
        }
        try runFunctionBackward(.relu, output, forward: forward, from: gradient, to: gradient, "a fused ReLU")
    }

    private func runFunctionBackward(
        _ activation: Activation, _ output: Value, forward: PrimitiveDescriptor, from gradient: Memory, to target: Memory,
        _ name: String
    ) throws {
        let descriptor = try PrimitiveDescriptor("\(name), backward") { handle in
            output.layout.withPointer {
                shim_function_backward(
                    handle, device.engine, activation.function, activation.slope, $0, $0, forward.handle)
            }
        }
        try run(
            descriptor,
            [Argument.destination: output.memory, Argument.destinationGradient: gradient, Argument.sourceGradient: target])
    }
}

extension Activation {
    fileprivate var function: shim_function {
        switch self {
        case .relu: shim_relu
        case .leakyReLU: shim_leaky_relu
        case .sigmoid: shim_sigmoid
        case .tanh: shim_tanh
        }
    }

    fileprivate var slope: Float {
        if case .leakyReLU(let slope) = self { slope } else { 0 }
    }
}
