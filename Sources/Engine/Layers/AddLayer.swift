import COneDNN
import Networks

/// The sum of two values of one shape, with its activation in one pass. Both sides get the same gradient.
final class AddLayer: PlannedLayer {
    private let stage: Stage

    init(_ stage: Stage) {
        self.stage = stage
    }

    func planForward(_ plan: PlanBuilder) throws {
        let first = try summand(0, plan)
        let second = try plan.reordered(try summand(1, plan), to: first.layout, layer: stage.name)
        let result = try plan.memory(first.layout)
        let descriptor = try Descriptor(layer: stage.name, "a sum") {
            onednn_binary(
                plan.context.handle, .add, first.layout.handle, second.layout.handle, result.layout.handle,
                stage.activation?.epilogue ?? .none, &$0)
        }
        try plan.run(descriptor, [(.source, first), (.source2, second), (.destination, result)])
        plan.setValue(stage.output, result)
    }

    /// Of vectors, one side may still lie as the maps that were flattened.
    private func summand(_ index: Int, _ plan: PlanBuilder) throws -> Memory {
        let value = try plan.value(stage.inputs[index])
        return stage.node.outputShape.isImage ? value : try plan.rows(value, layer: stage.name)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        var gradient = try plan.gradient(stage.output)
        if let activation = stage.activation {
            gradient = try activation.planBackward(
                plan, output: try plan.value(stage.output), gradient: gradient, layer: stage.lastName)
        }
        for input in stage.inputs where plan.needsGradient(input) {
            try plan.addGradient(input, gradient, isShared: true, layer: stage.name)
        }
    }
}
