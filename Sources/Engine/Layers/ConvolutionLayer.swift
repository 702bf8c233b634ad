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
        let shapes = try ConvolutionShapes(stage, convolution, plan)
        let descriptor = try shapes.descriptor(plan.forward, hint: nil, stage.activation?.epilogue ?? .none, plan)
        let source = try plan.reordered(input, to: descriptor.layout(.source, shapes.source, shapes.type), layer: name)
        let destination = try plan.memory(descriptor.layout(.destination, shapes.destination, shapes.type))
        let (weight, bias) = try parameters(shapes, descriptor, plan)
        let weightLayout = try descriptor.layout(.weights, shapes.weights, shapes.type)
        var bindings: [(role: onednn_role, memory: Memory)] = [(.source, source), (.destination, destination)]
        if let norm = stage.batchNorm {
            let folded = try FoldedParameters(plan, weight: weight, bias: bias, batchNorm: norm, layout: weightLayout)
            bindings += [(role: .weights, memory: folded.weight), (role: .bias, memory: folded.bias)]
        } else {
            bindings.append((role: .weights, memory: try plan.weights(weight, as: weightLayout)))
            if let bias { bindings.append((role: .bias, memory: bias.master)) }
        }
        try plan.run(descriptor, bindings)
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
        let backward = try shapes.descriptor(.backward_weights, hint: forward, .none, plan)
        let layout = try backward.layout(.weights_gradient, shapes.weights)
        let weight = try plan.store.add(weightInfo, dimensions: shapes.weights, layout: layout)
        return (weight, convolution.bias ? try plan.store.add(stage.node.parameters[1]) : nil)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, let forward else { return }
        let shapes = try ConvolutionShapes(stage, convolution, plan)
        var gradient = try plan.gradient(stage.output)
        if let activation = stage.activation {
            gradient = try activation.planBackward(
                plan, output: try plan.value(stage.output), gradient: gradient, layer: stage.lastName)
        }
        try planWeightsGradient(plan, shapes, source, gradient, forward)
        // Nothing before the first layer can be trained, and its input's gradient would cost more than all the rest.
        guard plan.needsGradient(stage.inputs[0]) else { return }
        try plan.leading(to: stage.inputs[0]) { try planSourceGradient(plan, shapes, gradient, forward) }
    }

    private func planWeightsGradient(
        _ plan: PlanBuilder, _ shapes: ConvolutionShapes, _ source: Memory, _ gradient: Memory, _ forward: Descriptor
    ) throws {
        let descriptor = try shapes.descriptor(.backward_weights, hint: forward, .none, plan)
        let (weight, bias) = try parameters(shapes, forward, plan)
        var bindings: [(role: onednn_role, memory: Memory)] = [
            (.source, try plan.reordered(source, to: descriptor.layout(.source, shapes.source, shapes.type), layer: name)),
            (
                .destination_gradient,
                try plan.reordered(
                    gradient, to: descriptor.layout(.destination_gradient, shapes.destination, shapes.type), layer: name)
            ),
            (.weights_gradient, weight.gradient),
        ]
        if let bias { bindings.append((role: .bias_gradient, memory: bias.gradient)) }
        try plan.run(descriptor, bindings)
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

/// The dimensions of a convolution as oneDNN wants them: grouped weights have the group in front.
struct ConvolutionShapes {
    let name: String
    let convolution: Convolution
    let source: [Int]
    let destination: [Int]
    let weights: [Int]

    private let hasBias: Bool
    private let arithmetic: Arithmetic

    var type: ElementType { arithmetic.type }

    init(_ stage: Stage, _ convolution: Convolution, _ plan: PlanBuilder) throws {
        let node = stage.node
        name = node.name
        arithmetic = plan.options.arithmetic(of: node.operation)
        hasBias = convolution.bias || stage.batchNorm != nil
        self.convolution = convolution
        source = [plan.images] + node.inputShape.dimensions
        destination = [plan.images] + node.outputShape.dimensions
        let plain = node.parameters[0].shape
        let groups = convolution.groups
        weights = groups == 1 ? plain : [groups, plain[0] / groups] + plain.dropFirst()
    }

    func descriptor(
        _ direction: onednn_direction, hint: Descriptor?, _ epilogue: onednn_epilogue, _ plan: PlanBuilder
    ) throws -> Descriptor {
        let (source, destination) = (try Layout.any(source, type), try Layout.any(destination, type))
        let weights = try Layout.any(weights, direction == .backward_weights ? .float32 : type)
        let bias = hasBias && direction != .backward_data ? try Layout.plain([convolution.channels]) : nil
        func describe(_ kind: onednn_convolution_kind) throws -> Descriptor {
            try Descriptor(layer: name, "a convolution") {
                onednn_convolution(
                    plan.context.handle, direction, kind, source.handle, weights.handle, bias?.handle, destination.handle,
                    convolution.stride.door, convolution.dilation.door, convolution.padding.door, epilogue, hint?.handle, &$0)
            }
        }
        // Winograd answers that it is not implemented for sizes where it would not pay.
        if arithmetic.kind == .winograd, let winograd = try? describe(.winograd) { return winograd }
        return try describe(.direct)
    }
}

extension Extent {
    var door: onednn_extent { onednn_extent(height: Int64(height), width: Int64(width)) }
}
