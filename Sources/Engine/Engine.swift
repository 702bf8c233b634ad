import MetricLearning
import Networks

/// Trains and applies a network on oneDNN. Everything is planned when the engine is made: a step allocates nothing.
///
/// Not Sendable on purpose: oneDNN's threads belong to the thread that makes the engine, and only that thread may use it.
public final class Engine {
    public let graph: NetworkGraph
    /// What oneDNN chose for every layer, in the order in which they run.
    public let layerReports: [LayerReport]

    private let options: EngineOptions
    private let device: Device
    private let store: ParameterStore
    private let training: Plan
    private var inference: Plan?
    private var inferenceIsStale = true
    private var optimizerSteps = 0
    private var forwardStep: Int?

    /// Plans everything for one size of batch.
    ///
    /// - Throws: `EngineError` where a parameter is missing or misshapen, or oneDNN cannot do a layer.
    public init(_ graph: NetworkGraph, parameters: ParameterSet, options: EngineOptions) throws {
        guard options.images > 0, options.inferenceImages > 0, options.threads > 0 else {
            throw EngineError("an engine needs at least one image a batch and one thread")
        }
        self.graph = graph
        self.options = options
        device = try Device(threads: options.threads)
        store = try ParameterStore(graph, on: device)
        let builder = PlanBuilder(
            graph, images: options.images, mode: .training, store: store, dropoutSeed: options.dropoutSeed, on: device)
        training = try builder.build()
        layerReports = graph.nodes.map { builder.reports[$0.name] ?? LayerReport(name: $0.name) }
        try store.load(parameters)
    }

    // MARK: Training

    /// A training pass: batch statistics, dropout of `step`; running statistics move.
    ///
    /// - Parameters:
    ///   - images: `[N, C, H, W]`, `N` being the engine's batch.
    ///   - embeddings: `[N, F]`, overwritten.
    public func forward(_ images: [Float], step: Int, into embeddings: inout Matrix) throws {
        try copy(images, count: options.images, to: training)
        try training.runForward(step: step)
        try copyOutput(of: training, rows: options.images, to: &embeddings)
        forwardStep = step
        inferenceIsStale = true
    }

    /// The backward pass of the last `forward`; fills the gradients.
    ///
    /// - Parameter gradient: of the loss with respect to the embeddings, `[N, F]`.
    public func backward(_ gradient: Matrix) throws {
        guard let step = forwardStep else { throw EngineError("backward needs a forward pass first") }
        guard let target = training.outputGradient, gradient.values.count == options.images * graph.output.count else {
            throw EngineError("backward needs one number for every number of the embeddings")
        }
        gradient.values.withUnsafeBufferPointer { values in
            _ = target.floats.update(fromContentsOf: values)
        }
        try training.runBackward(step: step)
    }

    /// Euclidean norm of the gradients of all parameters together.
    public func gradientNorm() -> Float {
        store.arena.gradientNorm(threads: options.threads)
    }

    /// One optimizer step with the gradients of the last backward pass.
    public func update(learningRate: Float) throws {
        optimizerSteps += 1
        store.arena.update(options.optimizer, step: optimizerSteps, rate: learningRate, threads: options.threads)
        inferenceIsStale = true
    }

    // MARK: Inference

    /// Embeds any number of images with running statistics and without dropout.
    ///
    /// - Parameters:
    ///   - images: `[count, C, H, W]`; what comes after is not read.
    ///   - embeddings: at least `count` rows; the first `count` are overwritten.
    public func embed(_ images: [Float], count: Int, into embeddings: inout Matrix) throws {
        guard images.count >= count * graph.input.count, embeddings.rows >= count, embeddings.columns == graph.output.count else {
            throw EngineError("\(count) images of \(graph.input) need as many numbers, and rows of \(graph.output.count)")
        }
        let plan = try inferencePlan()
        if inferenceIsStale {
            try plan.runRefresh()
            inferenceIsStale = false
        }
        let (pixels, features) = (graph.input.count, graph.output.count)
        for start in stride(from: 0, to: count, by: options.inferenceImages) {
            let rows = min(options.inferenceImages, count - start)
            images.withUnsafeBufferPointer { values in
                let chunk = UnsafeBufferPointer(rebasing: values[start * pixels..<(start + rows) * pixels])
                _ = plan.input.floats.update(fromContentsOf: chunk)
            }
            try plan.runForward(step: 0)
            embeddings.values.withUnsafeMutableBufferPointer { target in
                let chunk = UnsafeMutableBufferPointer(rebasing: target[start * features..<(start + rows) * features])
                _ = chunk.update(fromContentsOf: plan.output.floats.prefix(rows * features))
            }
        }
    }

    private func inferencePlan() throws -> Plan {
        if let inference { return inference }
        let plan = try PlanBuilder(
            graph, images: options.inferenceImages, mode: .inference, store: store, dropoutSeed: 0, on: device
        ).build()
        inference = plan
        return plan
    }

    // MARK: Numbers in and out

    /// Parameters and running statistics, plain.
    public func parameters() throws -> ParameterSet { try store.export() }

    public func load(_ parameters: ParameterSet) throws {
        try store.load(parameters)
        inferenceIsStale = true
    }

    /// Gradients of the last backward pass.
    public func gradients() throws -> ParameterSet { try store.exportTrainable(\.gradient) }

    /// Moments under `first.NAME` and `second.NAME`, and the number of steps: what a resumed run needs.
    public func optimizerState() throws -> ParameterSet {
        var state = ParameterSet()
        // Two halves: a Float alone holds no more than 2^24 steps exactly.
        state["steps"] = Tensor(shape: [2], values: [Float(optimizerSteps >> 20), Float(optimizerSteps & 0xFFFFF)])
        for (name, tensor) in try store.exportTrainable(\.first) { state["first." + name] = tensor }
        for (name, tensor) in try store.exportTrainable(\.second) { state["second." + name] = tensor }
        return state
    }

    public func loadOptimizerState(_ state: ParameterSet) throws {
        guard let steps = state["steps"]?.values, steps.count == 2, steps.allSatisfy({ (0...0xFFFFF).contains($0) }) else {
            throw EngineError("the optimizer's state has no number of steps; start from the weights alone")
        }
        func part(_ prefix: String) -> ParameterSet {
            var set = ParameterSet()
            for (name, tensor) in state where name.hasPrefix(prefix) { set[String(name.dropFirst(prefix.count))] = tensor }
            return set
        }
        try store.loadTrainable(\.first, part("first."))
        try store.loadTrainable(\.second, part("second."))
        optimizerSteps = Int(steps[0]) << 20 | Int(steps[1])
    }

    private func copy(_ images: [Float], count: Int, to plan: Plan) throws {
        guard images.count == count * graph.input.count else {
            throw EngineError(
                "a batch of \(count) images of \(graph.input) is \(count * graph.input.count) numbers, not \(images.count)")
        }
        images.withUnsafeBufferPointer { values in
            _ = plan.input.floats.update(fromContentsOf: values)
        }
    }

    private func copyOutput(of plan: Plan, rows: Int, to embeddings: inout Matrix) throws {
        let features = graph.output.count
        guard embeddings.rows == rows, embeddings.columns == features else {
            throw EngineError("embeddings are \(rows) rows of \(features), not \(embeddings.rows) of \(embeddings.columns)")
        }
        embeddings.values.withUnsafeMutableBufferPointer { target in
            _ = target.update(fromContentsOf: plan.output.floats.prefix(rows * features))
        }
    }
}
