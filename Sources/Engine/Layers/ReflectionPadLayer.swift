import CKernels
import Networks

/// Mirrors maps at their borders, in whatever order their pixels lie. oneDNN has no such primitive.
final class ReflectionPadLayer: PlannedLayer, MapResizing {
    let stage: Stage
    var source: Layout?
    private let padding: Int

    init(_ stage: Stage, _ pad: ReflectionPad) {
        self.stage = stage
        padding = pad.padding
    }

    var outerSize: Extent { Extent(height: stage.node.outputShape.height, width: stage.node.outputShape.width) }

    func planKernel(_ plan: PlanBuilder, _ work: Work, inner: Memory, outer: Memory) throws {
        guard let maps = inner.layout.maps else { return }
        let job = kernel_reflection(
            inner: nil, outer: nil, planes: Int(maps.planes), height: Int(maps.height), width: Int(maps.width),
            pixel: Int(maps.pixel), element: inner.layout.type.bytes, padding: padding)
        let share: KernelShare = work == .forward ? kernel_reflect_share : kernel_reflect_back_share
        let call = KernelCall(job, share, threads: plan.options.threads)
        plan.run(call, work, layer: stage.name, using: [inner, outer]) {
            $0.inner = inner.buffer.pointer?.assumingMemoryBound(to: CChar.self)
            $0.outer = outer.buffer.pointer?.assumingMemoryBound(to: CChar.self)
        }
    }
}
