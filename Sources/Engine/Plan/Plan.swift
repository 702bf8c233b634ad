import Networks

/// Everything a pass does, in order, with every memory in its place. Made once; running it allocates nothing.
final class Plan {
    let images: Int
    let input: Memory
    /// Float32 rows: `[images, features]`.
    let output: Memory
    /// The gradient with respect to `output`; only where the plan is for training.
    let outputGradient: Memory?
    let steps: [any Step]
    /// Steps of the forward pass; the others are the backward pass.
    let forwardCount: Int
    let stages: [Stage]
    let activationBytes: [String: Int]

    private let refreshSteps: [any Step]
    private let context: Context
    private let store: ParameterStore
    private let arena: Arena
    private var refreshed = 0

    var arenaBytes: Int { arena.byteCount }

    init(
        _ graph: NetworkGraph, images: Int, _ purpose: Purpose, store: ParameterStore, _ options: EngineOptions,
        _ context: Context
    ) throws {
        let plan = PlanBuilder(graph, images: images, purpose, store: store, options, context)
        let stages = Stage.stages(of: graph, foldsBatchNorm: purpose == .inference)
        let input = try plan.memory(.plain(plan.dimensions(graph.input)), isPersistent: true)
        plan.setValue(0, input)
        let layers = stages.map { $0.layer() }
        var activationBytes: [String: Int] = [:]
        for (stage, layer) in zip(stages, layers) {
            try layer.planForward(plan)
            activationBytes[stage.name] = try plan.value(stage.output).layout.bytes
        }
        let last = graph.nodes.count
        let name = graph.nodes.last?.name ?? graph.name
        let rows = try plan.rows(plan.value(last), layer: name)
        output = try plan.memory(rows.layout, isPersistent: true)
        try plan.reorder(rows, into: output, layer: name)
        forwardCount = plan.steps.count
        if purpose == .training {
            let gradient = try plan.memory(rows.layout, isPersistent: true)
            try plan.addRowsGradient(last, gradient, layer: name)
            for layer in layers.reversed() { try layer.planBackward(plan) }
            outputGradient = gradient
            if store.masters == nil { try store.place() }
        } else {
            outputGradient = nil
        }
        self.images = images
        self.input = input
        self.stages = stages
        self.activationBytes = activationBytes
        self.store = store
        self.context = context
        steps = plan.steps
        refreshSteps = plan.refreshSteps
        arena = try Arena(placing: plan.buffers)
    }

    func forward(step: Int) throws {
        try refresh()
        try run(steps[..<forwardCount], step)
    }

    func backward(step: Int) throws {
        try run(steps[forwardCount...], step)
    }

    /// Renews the copies of the parameters where masters have changed since.
    private func refresh() throws {
        guard refreshed != store.version else { return }
        try run(refreshSteps[...], 0, isRefreshing: true)
        refreshed = store.version
    }

    private func run(_ steps: ArraySlice<any Step>, _ number: Int, isRefreshing: Bool = false) throws {
        guard let stopwatch = context.stopwatch else {
            for index in steps.indices { try steps[index].run(step: number) }
            return
        }
        for index in steps.indices { try stopwatch.run(steps[index], number: number, isRefreshing: isRefreshing) }
    }
}
