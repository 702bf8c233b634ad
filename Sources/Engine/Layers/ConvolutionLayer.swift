import COneDNN
import Networks

/// Convolution with its bias and activation in one pass.
final class ConvolutionLayer: PlannedLayer {
    private let stage: Stage
    private let convolution: Convolution
    private var source: Memory?
    private var forward: Descriptor?

    init(_ stage: Stage, _ convolution: Convolution) {
        self.stage = stage
        self.convolution = convolution
    }

    private var name: String { stage.name }

    func planForward(_ plan: PlanBuilder) throws {
        let input = try plan.value(stage.inputs[0])
        let shapes = ConvolutionShapes(stage, convolution, plan)
        let descriptor = try shapes.descriptor(plan.forward, hint: nil, stage.activation?.epilogue ?? .none, plan)
        let source = try plan.reordered(input, to: descriptor.layout(.source, shapes.source, shapes.type), layer: name)
        let destination = try plan.memory(descriptor.layout(.destination, shapes.destination, shapes.type))
        let (weight, bias) = try parameters(shapes, descriptor, plan)
        let weightLayout = try descriptor.layout(.weights, shapes.weights, shapes.type)
        try plan.run(
            descriptor,
            [(.source, source), (.destination, destination)]
                + plan.affine(weight, bias, foldedWith: stage.batchNorm, layout: weightLayout))
        plan.setValue(stage.output, destination)
        (self.source, forward) = (source, descriptor)
    }

    /// The weight's master lies as the backward pass computes its gradient.
    private func parameters(
        _ shapes: ConvolutionShapes, _ forward: Descriptor, _ plan: PlanBuilder
    ) throws -> (weight: Parameter, bias: Parameter?) {
        let weightInfo = stage.node.parameters[0]
        if let weight = plan.store[weightInfo.name] {
            return (weight, convolution.bias ? plan.store[stage.node.parameters[1].name] : nil)
        }
        let backward = try weightsGradient(shapes, forward, plan)
        let layout = try backward.descriptor.layout(.weights_gradient, shapes.weights)
        let weight = try plan.store.add(weightInfo, dimensions: shapes.weights, layout: layout)
        return (weight, convolution.bias ? try plan.store.add(stage.node.parameters[1]) : nil)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, let forward else { return }
        let shapes = ConvolutionShapes(stage, convolution, plan)
        var gradient = try plan.gradient(stage.output)
        if let activation = stage.activation {
            gradient = try activation.planBackward(
                plan, output: try plan.value(stage.output), gradient: gradient, layer: stage.lastName)
        }
        // Nothing before the first layer can be trained, and its input's gradient would cost more than all the rest.
        if plan.needsGradient(stage.inputs[0]) {
            try plan.leading(to: stage.inputs[0]) { try planSourceGradient(plan, shapes, gradient, forward) }
        }
        try planWeightsGradient(plan, shapes, source, gradient, forward)
    }

    private func planWeightsGradient(
        _ plan: PlanBuilder, _ shapes: ConvolutionShapes, _ source: Memory, _ gradient: Memory, _ forward: Descriptor
    ) throws {
        let (type, descriptor) = try weightsGradient(shapes, forward, plan)
        let (weight, bias) = try parameters(shapes, forward, plan)
        var bindings: [(role: onednn_role, memory: Memory)] = [
            (.source, try plan.reordered(source, to: descriptor.layout(.source, shapes.source, type), layer: name)),
            (
                .destination_gradient,
                try plan.reordered(
                    gradient, to: descriptor.layout(.destination_gradient, shapes.destination, type), layer: name)
            ),
            (.weights_gradient, weight.gradient),
        ]
        if let bias { bindings.append((role: .bias_gradient, memory: bias.gradient)) }
        try plan.run(descriptor, bindings)
    }

    /// Of few channels, oneDNN has the weights' gradient in bfloat16 only as a product of unfolded images, which takes several times as
    /// long as float32 directly.
    private func weightsGradient(
        _ shapes: ConvolutionShapes, _ forward: Descriptor, _ plan: PlanBuilder
    ) throws -> (type: ElementType, descriptor: Descriptor) {
        let descriptor = try shapes.descriptor(.backward_weights, hint: forward, .none, plan)
        guard plan.options.choosesPerLayer, shapes.arithmetic == .bfloat16, descriptor.unfoldsImages else {
            return (shapes.type, descriptor)
        }
        let exact = ConvolutionShapes(stage, convolution, plan, arithmetic: .direct)
        let hint = try exact.descriptor(plan.forward, hint: nil, .none, plan)
        return (exact.type, try exact.descriptor(.backward_weights, hint: hint, .none, plan))
    }

    private func planSourceGradient(
        _ plan: PlanBuilder, _ shapes: ConvolutionShapes, _ gradient: Memory, _ forward: Descriptor
    ) throws {
        let descriptor = try shapes.descriptor(.backward_data, hint: forward, .none, plan)
        let (weight, _) = try parameters(shapes, forward, plan)
        let result = try plan.memory(descriptor.layout(.source_gradient, shapes.source, shapes.type))
        let wanted = try descriptor.layout(.destination_gradient, shapes.destination, shapes.type)
        try plan.run(
            descriptor,
            [
                (.destination_gradient, try plan.reordered(gradient, to: wanted, layer: name)),
                (.weights, try plan.weights(weight, as: descriptor.layout(.weights, shapes.weights, shapes.type))),
                (.source_gradient, result),
            ])
        try plan.addGradient(stage.inputs[0], result, layer: name)
    }
}
