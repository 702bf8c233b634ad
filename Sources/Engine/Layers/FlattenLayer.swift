/// Only a change of names: readers that need rows make them, and a linear layer reads maps as they lie.
final class FlattenLayer: PlannedLayer {
    private let stage: Stage

    init(_ stage: Stage) {
        self.stage = stage
    }

    func planForward(_ plan: PlanBuilder) throws {
        plan.setValue(stage.output, try plan.value(stage.inputs[0]))
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard plan.needsGradient(stage.inputs[0]) else { return }
        let dimensions = try plan.value(stage.inputs[0]).layout.dimensions
        var gradient = try plan.gradient(stage.output)
        if gradient.layout.dimensions != dimensions {
            gradient = try plan.view(try plan.plain(gradient, layer: stage.name), as: .plain(dimensions))
        }
        try plan.addGradient(stage.inputs[0], gradient, layer: stage.name)
    }
}
