import Networks

/// Batch normalization, with a ReLU after it in the same pass.
final class BatchNormLayer: PlannedLayer {
    private let stage: Stage
    private let batchNorm: BatchNorm
    private var kernel: NormalizationKernel?
    private var layout: Layout?

    init(_ stage: Stage, _ batchNorm: BatchNorm) {
        self.stage = stage
        self.batchNorm = batchNorm
    }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try normalizable(plan.value(stage.inputs[0]), plan)
        let kernel = try NormalizationKernel(plan, stage, batchNorm, source: source)
        plan.setValue(stage.output, try plan.purpose == .training ? kernel.planTraining(plan) : kernel.planInference(plan))
        (self.kernel, layout) = (kernel, source.layout)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let kernel, let layout else { return }
        let gradient = try plan.reordered(plan.gradient(stage.output), to: layout, layer: stage.name)
        try kernel.planParameterGradients(plan, gradient)
        guard plan.needsGradient(stage.inputs[0]) else { return }
        try plan.leading(to: stage.inputs[0]) {
            let result = try kernel.planSourceGradient(plan, gradient)
            if stage.node.inputShape.isImage {
                try plan.addGradient(stage.inputs[0], result, layer: stage.name)
            } else {
                try plan.addRowsGradient(stage.inputs[0], result, layer: stage.name)
            }
        }
    }

    /// A flattened map is normalized feature by feature.
    private func normalizable(_ memory: Memory, _ plan: PlanBuilder) throws -> Memory {
        guard stage.node.inputShape.isImage else { return try plan.rows(memory, layer: stage.name) }
        return memory.layout.grid == nil ? try plan.plain(memory, layer: stage.name) : memory
    }
}
