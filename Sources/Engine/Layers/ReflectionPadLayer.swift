import CKernels
import COneDNN
import Networks

/// Mirrors maps at their borders, in whatever order their pixels lie. oneDNN has no such primitive.
final class ReflectionPadLayer: PlannedLayer {
    private let stage: Stage
    private let padding: Int
    private var source: Layout?

    init(_ stage: Stage, _ pad: ReflectionPad) {
        self.stage = stage
        padding = pad.padding
    }

    func planForward(_ plan: PlanBuilder) throws {
        let value = try plan.value(stage.inputs[0])
        let source = try value.layout.maps == nil ? plan.plain(value, layer: stage.name) : value
        let shape = stage.node.outputShape
        guard let layout = try source.layout.resized(height: shape.height, width: shape.width) else {
            throw EngineError("\(stage.name): its input lies in an order that cannot be padded")
        }
        let destination = try plan.memory(layout)
        try planKernel(plan, inner: source, outer: destination, kernel_reflect_share)
        plan.setValue(stage.output, destination)
        self.source = source.layout
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, plan.needsGradient(stage.inputs[0]) else { return }
        let layout = try plan.value(stage.output).layout
        let gradient = try plan.reordered(plan.gradient(stage.output), to: layout, layer: stage.name)
        let result = try plan.memory(source)
        try planKernel(plan, inner: result, outer: gradient, kernel_reflect_back_share)
        try plan.addGradient(stage.inputs[0], result, layer: stage.name)
    }

    private func planKernel(_ plan: PlanBuilder, inner: Memory, outer: Memory, _ share: @escaping KernelShare) throws {
        guard let maps = inner.layout.maps else { return }
        let job = kernel_reflection(
            inner: nil, outer: nil, planes: Int(maps.planes), height: Int(maps.height), width: Int(maps.width),
            pixel: Int(maps.pixel), element: inner.layout.type.bytes, padding: padding)
        let kernel = KernelCall(job, share, threads: plan.options.threads)
        plan.loop(stage.name, using: [inner, outer]) { _ in
            kernel.run {
                $0.inner = inner.buffer.pointer?.assumingMemoryBound(to: CChar.self)
                $0.outer = outer.buffer.pointer?.assumingMemoryBound(to: CChar.self)
            }
        }
    }
}
