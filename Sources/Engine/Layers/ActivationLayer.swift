import COneDNN
import Networks

extension Activation {
    var epilogue: onednn_epilogue { onednn_epilogue(adds_destination: false, function: function, alpha: slope) }

    var function: onednn_function {
        switch self {
        case .relu, .leakyReLU: .relu
        case .sigmoid: .logistic
        case .tanh: .tanh
        }
    }

    var slope: Float {
        if case .leakyReLU(let slope) = self { slope } else { 0 }
    }
}

/// Applies a function to every value, on its own where no layer before it could do it in passing.
final class ActivationLayer: PlannedLayer {
    private let stage: Stage
    private let activation: Activation

    init(_ stage: Stage, _ activation: Activation) {
        self.stage = stage
        self.activation = activation
    }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try plan.value(stage.inputs[0])
        let destination = try plan.memory(source.layout)
        let descriptor = try activation.descriptor(.training, source.layout, nil, plan, layer: stage.node.name)
        try plan.run(descriptor, [(.source, source), (.destination, destination)])
        plan.setValue(stage.output, destination)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard plan.needsGradient(stage.inputs[0]) else { return }
        let gradient = try activation.planBackward(
            plan, output: try plan.value(stage.output), gradient: try plan.gradient(stage.output), layer: stage.node.name)
        try plan.addGradient(stage.inputs[0], gradient, layer: stage.node.name)
    }
}

extension Activation {
    fileprivate func descriptor(
        _ direction: onednn_direction, _ data: Layout, _ hint: Descriptor?, _ plan: PlanBuilder, layer: String
    ) throws -> Descriptor {
        try Descriptor(layer: layer, "an activation") {
            onednn_elementwise(
                plan.context.handle, direction, function, slope, data.handle, data.handle, hint?.handle, &$0)
        }
    }

    /// The gradient before the function, computed from the function's result; in place where nobody else reads `gradient`.
    func planBackward(_ plan: PlanBuilder, output: Memory, gradient: Memory, layer: String) throws -> Memory {
        let forward = try descriptor(.training, output.layout, nil, plan, layer: layer)
        let backward = try descriptor(.backward_data, output.layout, forward, plan, layer: layer)
        let incoming = try plan.reordered(gradient, to: output.layout, layer: layer)
        let outgoing = plan.isShared(incoming) ? try plan.memory(output.layout) : incoming
        try plan.run(
            backward, [(.destination, output), (.destination_gradient, incoming), (.source_gradient, outgoing)])
        return outgoing
    }
}
