import Networks

/// Plans kernels of the engine's own between maps of two sizes, in whatever order their values lie.
protocol MapResizing: AnyObject {
    var stage: Stage { get }
    /// Rows and columns of the maps that come out.
    var outerSize: Extent { get }
    /// What came in; set by the forward pass.
    var source: Layout? { get set }

    /// - Parameters:
    ///   - work: `.forward` from the inner maps to the outer ones, `.backwardData` for the inner maps' gradient.
    func planKernel(_ plan: PlanBuilder, _ work: Work, inner: Memory, outer: Memory) throws
}

extension MapResizing {
    func planForward(_ plan: PlanBuilder) throws {
        let value = try plan.value(stage.inputs[0])
        let source = try value.layout.maps == nil ? plan.plain(value, layer: stage.name) : value
        guard let layout = try source.layout.resized(height: outerSize.height, width: outerSize.width) else {
            throw EngineError("\(stage.name): its input lies in an order that cannot be taken apart into maps")
        }
        let destination = try plan.memory(layout)
        try planKernel(plan, .forward, inner: source, outer: destination)
        plan.setValue(stage.output, destination)
        self.source = source.layout
    }

    func planBackward(_ plan: PlanBuilder) throws {
        guard let source, plan.needsGradient(stage.inputs[0]) else { return }
        let layout = try plan.value(stage.output).layout
        let gradient = try plan.reordered(plan.gradient(stage.output), to: layout, layer: stage.name)
        let result = try plan.memory(source)
        try planKernel(plan, .backwardData, inner: result, outer: gradient)
        try plan.addGradient(stage.inputs[0], result, layer: stage.name)
    }
}
