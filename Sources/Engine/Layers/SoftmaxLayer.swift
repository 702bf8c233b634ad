import COneDNN

/// Exponentials that sum to one over the features.
final class SoftmaxLayer: PlannedLayer {
    private let stage: Stage

    init(_ stage: Stage) {
        self.stage = stage
    }

    private func describe(
        _ direction: onednn_direction, _ layout: Layout, _ hint: Descriptor?, _ plan: PlanBuilder
    ) throws -> Descriptor {
        try Descriptor(layer: stage.name, "softmax") {
            onednn_softmax(plan.context.handle, direction, layout.handle, layout.handle, hint?.handle, &$0)
        }
    }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try plan.rows(plan.value(stage.inputs[0]), layer: stage.name)
        let destination = try plan.memory(source.layout)
        try plan.run(describe(plan.forward, source.layout, nil, plan), [(.source, source), (.destination, destination)])
        plan.setValue(stage.output, destination)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard plan.needsGradient(stage.inputs[0]) else { return }
        let output = try plan.value(stage.output)
        let forward = try describe(.training, output.layout, nil, plan)
        let gradient = try plan.reordered(try plan.gradient(stage.output), to: output.layout, layer: stage.name)
        let result = try plan.memory(output.layout)
        try plan.run(
            describe(.backward_data, output.layout, forward, plan),
            [(.destination, output), (.destination_gradient, gradient), (.source_gradient, result)])
        try plan.addRowsGradient(stage.inputs[0], result, layer: stage.name)
    }
}
