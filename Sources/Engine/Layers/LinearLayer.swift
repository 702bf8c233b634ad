import CKernels
import COneDNN
import Networks

/// An affine transformation with its activation in one pass. Reads maps as they lie: flattening them is only a view of the weights.
final class LinearLayer: PlannedLayer {
    private let stage: Stage
    private let linear: Linear
    private var source: Memory?
    private var forward: Descriptor?

    init(_ stage: Stage, _ linear: Linear) {
        self.stage = stage
        self.linear = linear
    }

    func planForward(_ plan: PlanBuilder) throws {
        let input = try plan.value(stage.inputs[0])
        let shape = input.layout.dimensions
        let descriptor = try describe(plan.forward, shape, nil, plan)
        let source = try plan.reordered(input, to: descriptor.layout(.source, shape, type(plan)), layer: stage.name)
        let destination = try plan.memory(.plain([plan.images, linear.features]))
        let (weight, bias) = try parameters(shape, descriptor, plan)
        let weightLayout = try descriptor.layout(.weights, weightShape(shape), type(plan))
        try plan.run(
            descriptor,
            [(.source, source), (.destination, destination)]
                + plan.affine(weight, bias, foldedWith: stage.batchNorm, layout: weightLayout))
        plan.setValue(stage.output, destination)
        (self.source, forward) = (source, descriptor)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, let forward else { return }
        var gradient = try plan.gradient(stage.output)
        if let activation = stage.activation {
            gradient = try activation.planBackward(
                plan, output: try plan.value(stage.output), gradient: gradient, layer: stage.lastName)
        }
        gradient = try plan.reordered(gradient, to: .plain([plan.images, linear.features], type(plan)), layer: stage.name)
        let shape = source.layout.dimensions
        let (weight, bias) = try parameters(shape, forward, plan)
        if plan.needsGradient(stage.inputs[0]) {
            try plan.leading(to: stage.inputs[0]) { try planSourceGradient(plan, shape, weight, gradient, forward) }
        }
        let weights = try describe(.backward_weights, shape, forward, plan)
        let bindings: [(role: onednn_role, memory: Memory)] = [
            (.source, try plan.reordered(source, to: weights.layout(.source, shape, type(plan)), layer: stage.name)),
            (.destination_gradient, gradient), (.weights_gradient, weight.gradient),
        ]
        try plan.run(weights, bindings)
        if let bias { planBiasGradient(plan, gradient, bias) }
    }

    /// Adds up the gradient of the bias in double. Where a loss depends on differences of embeddings alone, as a pair's does, the gradients
    /// of the last bias, and of units that are positive for all images, cancel. What rounding would leave of them becomes whole steps of
    /// Adam.
    private func planBiasGradient(_ plan: PlanBuilder, _ gradient: Memory, _ bias: Parameter) {
        let job = kernel_columns(
            values: nil, sums: nil, rows: plan.images, columns: linear.features, element: gradient.layout.type.bytes)
        let kernel = KernelCall(job, kernel_columns_share, threads: plan.options.threads)
        plan.loop(stage.name, using: [gradient, bias.gradient]) { _ in
            kernel.run {
                $0.values = UnsafeRawPointer(gradient.buffer.pointer)
                $0.sums = bias.gradient.buffer.pointer?.assumingMemoryBound(to: Float.self)
            }
        }
    }

    private func planSourceGradient(
        _ plan: PlanBuilder, _ shape: [Int], _ weight: Parameter, _ gradient: Memory, _ forward: Descriptor
    ) throws {
        let data = try describe(.backward_data, shape, forward, plan)
        let result = try plan.memory(data.layout(.source_gradient, shape, type(plan)))
        try plan.run(
            data,
            [
                (.destination_gradient, gradient), (.source_gradient, result),
                (.weights, try plan.weights(weight, as: data.layout(.weights, weightShape(shape), type(plan)))),
            ])
        try plan.addGradient(stage.inputs[0], result, layer: stage.name)
    }

    private func type(_ plan: PlanBuilder) -> ElementType { plan.arithmetic(of: stage.node).type }

    private func weightShape(_ source: [Int]) -> [Int] { [linear.features] + source.dropFirst() }

    private func describe(
        _ direction: onednn_direction, _ source: [Int], _ hint: Descriptor?, _ plan: PlanBuilder
    ) throws -> Descriptor {
        let isForward = direction == .training || direction == .inference
        let from = try Layout.any(source, type(plan))
        let weights = try Layout.any(weightShape(source), direction == .backward_weights ? .float32 : type(plan))
        let to = try Layout.plain([source[0], linear.features], isForward ? .float32 : type(plan))
        let hasBias = (linear.bias || stage.batchNorm != nil) && isForward
        let bias = hasBias ? try Layout.plain([linear.features]) : nil
        let epilogue = isForward ? stage.activation?.epilogue ?? .none : .none
        return try Descriptor(layer: stage.name, "a linear layer") {
            onednn_inner_product(
                plan.context.handle, direction, from.handle, weights.handle, bias?.handle, to.handle, epilogue, hint?.handle, &$0)
        }
    }

    private func parameters(
        _ source: [Int], _ forward: Descriptor, _ plan: PlanBuilder
    ) throws -> (weight: Parameter, bias: Parameter?) {
        let infos = stage.node.parameters
        if let weight = plan.store[infos[0].name] {
            return (weight, linear.bias ? plan.store[infos[1].name] : nil)
        }
        let backward = try describe(.backward_weights, source, forward, plan)
        let shape = weightShape(source)
        let weight = try plan.store.add(
            infos[0], dimensions: shape, layout: backward.layout(.weights_gradient, shape))
        return (weight, linear.bias ? try plan.store.add(infos[1]) : nil)
    }
}
