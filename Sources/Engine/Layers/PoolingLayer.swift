import COneDNN
import Networks

/// The largest or the average value of every window. Taking the largest keeps where it was, for the way back.
final class PoolingLayer: PlannedLayer {
    private let stage: Stage
    private let pooling: Pooling
    private let kind: onednn_pooling_kind
    private var source: Layout?
    private var workspace: Memory?
    private var forward: Descriptor?

    init(_ stage: Stage, _ pooling: Pooling, _ kind: onednn_pooling_kind) {
        self.stage = stage
        self.pooling = pooling
        self.kind = kind
    }

    private func describe(
        _ direction: onednn_direction, _ source: Layout, _ destination: Layout, _ hint: Descriptor?, _ plan: PlanBuilder
    ) throws -> Descriptor {
        try Descriptor(layer: stage.name, "pooling") {
            onednn_pooling(
                plan.context.handle, direction, kind, source.handle, destination.handle, pooling.kernel.door,
                pooling.stride.door, pooling.padding.door, hint?.handle, &$0)
        }
    }

    func planForward(_ plan: PlanBuilder) throws {
        let source = try plan.value(stage.inputs[0])
        let shape = plan.dimensions(stage.node.outputShape)
        let descriptor = try describe(plan.forward, source.layout, .any(shape, source.layout.type), nil, plan)
        let destination = try plan.memory(descriptor.layout(.destination, shape, source.layout.type))
        var bindings: [(role: onednn_role, memory: Memory)] = [(.source, source), (.destination, destination)]
        workspace = try plan.workspace(of: descriptor)
        if let workspace { bindings.append((role: .workspace, memory: workspace)) }
        try plan.run(descriptor, bindings)
        plan.setValue(stage.output, destination)
        (self.source, forward) = (source.layout, descriptor)
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, let forward, plan.needsGradient(stage.inputs[0]) else { return }
        let layout = try plan.value(stage.output).layout
        let gradient = try plan.reordered(try plan.gradient(stage.output), to: layout, layer: stage.name)
        let descriptor = try describe(.backward_data, source, layout, forward, plan)
        let result = try plan.memory(source)
        var bindings: [(role: onednn_role, memory: Memory)] = [
            (.destination_gradient, gradient), (.source_gradient, result),
        ]
        if let workspace { bindings.append((role: .workspace, memory: workspace)) }
        try plan.run(descriptor, bindings)
        try plan.addGradient(stage.inputs[0], result, layer: stage.name)
    }
}
