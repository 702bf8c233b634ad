import Networks

/// Everything a pass does, in order, with every memory in its place. Made once; running it allocates nothing.
final class Plan {
    let images: Int
    let input: Memory
    /// Float32 rows: `[images, features]`.
    let output: Memory
    /// The gradient with respect to `output`; only where the plan is for training.
    let outputGradient: Memory?
    /// The gradient with respect to `input`, row-major, where the plan offers it.
    let inputGradient: Memory?
    let steps: [any Step]
    /// Steps of the forward pass; the others are the backward pass.
    let forwardCount: Int
    let stages: [Stage]
    let activationBytes: [String: Int]

    /// Steps of the backward pass that only the gradient with respect to the input needs.
    private let inputSteps: Set<Int>
    private let refreshSteps: [any Step]
    private let context: Context
    private let store: ParameterStore
    private let arena: Arena
    private var refreshed = 0

    var arenaBytes: Int { arena.byteCount }

    /// - Parameters:
    ///   - images: in a pass.
    ///   - firstImage: how many images of the batch come before those of this plan.
    ///   - offersInputGradient: whether `backward` can be asked for `inputGradient`.
    init(
        _ graph: NetworkGraph, images: Int, _ purpose: Purpose, _ resources: PlanResources, firstImage: Int = 0,
        offersInputGradient: Bool = false
    ) throws {
        resources.context.claimTeam()
        let plan = PlanBuilder(
            graph, images: images, purpose, resources, firstImage: firstImage, offersInputGradient: offersInputGradient)
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
            for (stage, layer) in zip(stages, layers).reversed() {
                try plan.leading(to: stage.output) { try layer.planBackward(plan) }
            }
            outputGradient = gradient
            inputGradient = offersInputGradient ? try plan.plainInputGradient(layer: name) : nil
        } else {
            (outputGradient, inputGradient) = (nil, nil)
        }
        self.images = images
        self.input = input
        self.stages = stages
        self.activationBytes = activationBytes
        (store, context) = (resources.store, resources.context)
        steps = plan.steps
        inputSteps = plan.inputSteps
        refreshSteps = plan.refreshSteps
        arena = try Arena(placing: plan.buffers)
    }

    func forward(step: Int) throws {
        try refresh()
        try run(0..<forwardCount, of: steps, step)
    }

    func backward(step: Int, includingInput: Bool = false) throws {
        try run(forwardCount..<steps.count, of: steps, step) { includingInput || !inputSteps.contains($0) }
    }

    /// Renews the copies of the parameters where masters have changed since.
    private func refresh() throws {
        guard refreshed != store.version else { return }
        try run(refreshSteps.indices, of: refreshSteps, 0, isRefreshing: true)
        refreshed = store.version
    }

    private func run(
        _ range: Range<Int>, of steps: [any Step], _ number: Int, isRefreshing: Bool = false,
        where isWanted: (Int) -> Bool = { _ in true }
    ) throws {
        context.claimTeam()
        for index in range where isWanted(index) {
            if let stopwatch = context.stopwatch {
                try stopwatch.run(steps[index], number: number, isRefreshing: isRefreshing)
            } else {
                try steps[index].run(step: number)
            }
        }
    }
}
