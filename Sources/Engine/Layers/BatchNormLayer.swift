import COneDNN
import Networks

/// Batch normalisation, with a ReLU after it in the same pass.
final class BatchNormLayer: PlannedLayer {
    private let stage: Stage
    private let batchNorm: BatchNorm
    private var source: Memory?
    private var mean: Memory?
    private var variance: Memory?
    private var workspace: Memory?
    private var forward: Descriptor?

    init(_ stage: Stage, _ batchNorm: BatchNorm) {
        self.stage = stage
        self.batchNorm = batchNorm
    }

    private var hasReLU: Bool { stage.activation != nil }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try normalizable(plan.value(stage.inputs[0]), plan)
        guard plan.purpose == .training else { return try planInference(plan, source) }
        let parameters = try BatchNormParameters(stage.node, in: plan)
        let channels = stage.node.inputShape.channels
        let mean = try plan.memory(.plain([channels]))
        let variance = try plan.memory(.plain([channels]))
        let destination = try plan.memory(source.layout)
        let descriptor = try describe(plan.forward, source.layout, nil, plan)
        var bindings: [(role: onednn_role, memory: Memory)] = [
            (.source, source), (.destination, destination), (.scale, parameters.scale.master), (.shift, parameters.shift.master),
            (.mean, mean), (.variance, variance),
        ]
        workspace = try plan.workspace(of: descriptor)
        if let workspace { bindings.append((role: .workspace, memory: workspace)) }
        try plan.run(descriptor, bindings)
        planRunningStatistics(plan, mean, variance, parameters.mean.master, parameters.variance.master, source.layout)
        (self.mean, self.variance) = (mean, variance)
        plan.setValue(stage.output, destination)
        (self.source, forward) = (source, descriptor)
    }

    private func planInference(_ plan: PlanBuilder, _ source: Memory) throws {
        guard source.layout.type == .float32 else {
            let affine = try ChannelAffine(plan, stage.node, batchNorm, like: source.layout)
            return plan.setValue(stage.output, try affine.apply(to: source, stage.activation?.epilogue ?? .none))
        }
        let parameters = try BatchNormParameters(stage.node, in: plan)
        let destination = try plan.memory(source.layout)
        let descriptor = try describe(plan.forward, source.layout, nil, plan)
        try plan.run(
            descriptor,
            [
                (.source, source), (.destination, destination), (.scale, parameters.scale.master),
                (.shift, parameters.shift.master), (.mean, parameters.mean.master), (.variance, parameters.variance.master),
            ])
        plan.setValue(stage.output, destination)
    }

    /// oneDNN gives the variance of the batch itself; the running one is of the population, so it is larger by `n / (n - 1)`.
    private func planRunningStatistics(
        _ plan: PlanBuilder, _ mean: Memory, _ variance: Memory, _ runningMean: Memory, _ runningVariance: Memory,
        _ layout: Layout
    ) {
        let channels = layout.dimensions[1]
        let count = Float(layout.count / channels)
        let correction = count / max(count - 1, 1)
        let momentum = batchNorm.momentum
        plan.loop(stage.name, using: [mean, variance]) { _ in
            for channel in 0..<channels {
                let (oldMean, oldVariance) = (runningMean.floats[channel], runningVariance.floats[channel])
                runningMean.floats[channel] = (1 - momentum) * oldMean + momentum * mean.floats[channel]
                runningVariance.floats[channel] =
                    (1 - momentum) * oldVariance + momentum * correction * variance.floats[channel]
            }
        }
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, let forward, let mean, let variance else { return }
        let parameters = try BatchNormParameters(stage.node, in: plan)
        let descriptor = try describe(.backward, source.layout, forward, plan)
        let incoming = try plan.gradient(stage.output)
        let gradient = try plan.reordered(incoming, to: source.layout, layer: stage.name)
        let result = try plan.memory(source.layout)
        var bindings: [(role: onednn_role, memory: Memory)] = [
            (.source, source), (.mean, mean), (.variance, variance), (.destination_gradient, gradient),
            (.source_gradient, result), (.scale, parameters.scale.master), (.shift, parameters.shift.master),
            (.scale_gradient, parameters.scale.gradient), (.shift_gradient, parameters.shift.gradient),
        ]
        if let workspace { bindings.append((role: .workspace, memory: workspace)) }
        try plan.run(descriptor, bindings)
        guard plan.needsGradient(stage.inputs[0]) else { return }
        if stage.node.inputShape.isImage {
            try plan.addGradient(stage.inputs[0], result, layer: stage.name)
        } else {
            try plan.addRowsGradient(stage.inputs[0], result, layer: stage.name)
        }
    }

    private func normalizable(_ memory: Memory, _ plan: PlanBuilder) throws -> Memory {
        // A flattened map is normalised feature by feature.
        stage.node.inputShape.isImage ? memory : try plan.rows(memory, layer: stage.name)
    }

    private func describe(
        _ direction: onednn_direction, _ layout: Layout, _ hint: Descriptor?, _ plan: PlanBuilder
    ) throws -> Descriptor {
        try Descriptor(layer: stage.name, "a batch normalisation") {
            onednn_batch_normalization(
                plan.context.handle, direction, layout.handle, layout.handle, batchNorm.epsilon, hasReLU, hint?.handle, &$0)
        }
    }
}
