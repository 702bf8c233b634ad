import COneDNN
import Networks

/// Multiplies by a mask of zeros and `1 / (1 - probability)`, drawn for every step by place in the plain order of the batch.
final class DropoutLayer: PlannedLayer {
    private let stage: Stage
    private let dropout: Dropout
    private var mask: Memory?

    init(_ stage: Stage, _ dropout: Dropout) {
        self.stage = stage
        self.dropout = dropout
    }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try plan.value(stage.inputs[0])
        guard plan.purpose == .training else { return plan.setValue(stage.output, source) }
        let drawn = try plan.memory(.plain(source.layout.dimensions))
        let (seed, name, dropout) = (plan.options.dropoutSeed, stage.name, dropout)
        let count = source.layout.count
        // Both sides of a pair draw what they would draw in one batch.
        let first = plan.firstImage * (count / plan.images)
        let resources = plan.resources
        plan.loop(name, using: [drawn], over: count) { places, step in
            let probability = dropout.probability(times: resources.dropoutFactor)
            let scale = 1 / (1 - probability)
            let rule = DropoutRule(seed: seed, layer: name, step: step, probability: probability)
            let values = drawn.floats
            for index in places { values[index] = rule.keeps(first + index) ? scale : 0 }
        }
        let mask = try plan.reordered(drawn, to: source.layout, layer: name)
        plan.setValue(stage.output, try multiplied(source, mask, plan))
        self.mask = mask
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let mask, plan.needsGradient(stage.inputs[0]) else { return }
        let gradient = try plan.reordered(try plan.gradient(stage.output), to: mask.layout, layer: stage.name)
        try plan.addGradient(stage.inputs[0], try multiplied(gradient, mask, plan), layer: stage.name)
    }

    private func multiplied(_ memory: Memory, _ mask: Memory, _ plan: PlanBuilder) throws -> Memory {
        let result = try plan.memory(memory.layout)
        let descriptor = try Descriptor(layer: stage.name, "a product") {
            onednn_binary(
                plan.context.handle, .multiply, memory.layout.handle, mask.layout.handle, result.layout.handle, .none, &$0)
        }
        try plan.run(descriptor, [(.source, memory), (.source2, mask), (.destination, result)])
        return result
    }
}
