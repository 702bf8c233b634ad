import COneDNN
import MetricLearning
import Networks

/// Runs and trains a network on oneDNN.
///
/// Everything is compiled when it is made: a training step allocates nothing. It belongs to the thread that made it, since oneDNN's
/// team of threads does: create it where it is used.
public final class Engine {
    public let graph: NetworkGraph
    private let options: EngineOptions
    let context: Context
    private let store: ParameterStore
    private let training: Plan
    private let optimizer: Optimizer
    private var inference: [Int: Plan] = [:]
    private var lastStep: Int?

    /// - Throws: `EngineError` where a parameter is missing or misshapen, or the machine has no memory for the plan.
    public init(_ graph: NetworkGraph, parameters: ParameterSet, options: EngineOptions) throws {
        guard options.images > 0, options.inferenceImages > 0 else {
            throw EngineError("a batch of no images cannot be trained on; use at least one pair")
        }
        self.graph = graph
        self.options = options
        context = try Context(threads: options.threads)
        store = ParameterStore(context)
        training = try Plan(graph, images: options.images, .training, store: store, options, context)
        optimizer = try Optimizer(store, options, context)
        try load(parameters)
    }

    // MARK: Training

    /// The training pass: batch statistics, and dropout as `step` draws it. `images` is `[images, C, H, W]`.
    public func forward(_ images: [Float], step: Int, into embeddings: inout Matrix) throws {
        try require(
            images.count == options.images * graph.input.count,
            "the batch has \(images.count) numbers, not \(options.images) x \(graph.input)")
        try requireRows(embeddings, options.images)
        training.input.copy(from: images)
        try training.forward(step: step)
        training.output.copy(into: &embeddings)
        lastStep = step
    }

    /// From the gradient with respect to the embeddings of the last `forward` to the gradients of all parameters.
    public func backward(_ gradient: Matrix) throws {
        guard let lastStep else { throw EngineError("backward needs a forward pass before it") }
        try requireRows(gradient, options.images)
        training.outputGradient?.copy(from: gradient.values)
        try training.backward(step: lastStep)
        self.lastStep = nil
    }

    /// The Euclidean norm of the gradient of all parameters, before clipping.
    public func gradientNorm() -> Float { optimizer.gradientNorm() }

    /// One optimizer step with the gradients of the last `backward`.
    public func update(learningRate: Float) throws {
        try require(learningRate.isFinite && learningRate >= 0, "the learning rate is \(learningRate); use a number from 0 up")
        optimizer.update(learningRate: learningRate)
    }

    // MARK: Inference

    /// Embeds images with running statistics and without dropout.
    ///
    /// - Parameters:
    ///   - images: `[count, C, H, W]`; what comes after is not read.
    ///   - embeddings: at least `count` rows; the first `count` are overwritten.
    public func embed(_ images: [Float], count: Int, into embeddings: inout Matrix) throws {
        let size = graph.input.count
        try require(
            count >= 0 && images.count >= count * size && embeddings.rows >= count && embeddings.columns == graph.output.count,
            "\(count) images of \(graph.input) need as many numbers, and rows of \(graph.output.count)")
        var done = 0
        while done < count {
            let plan = try inferencePlan(for: count - done)
            let chunk = min(plan.images, count - done)
            plan.input.copy(from: images[done * size..<(done + chunk) * size])
            try plan.forward(step: 0)
            plan.output.copy(rows: chunk, into: &embeddings, at: done)
            done += chunk
        }
    }

    /// Single images and full passes have their own plans; a partial pass runs in the full one.
    private func inferencePlan(for count: Int) throws -> Plan {
        let images = count == 1 ? 1 : options.inferenceImages
        if let plan = inference[images] { return plan }
        let plan = try Plan(graph, images: images, .inference, store: store, options, context)
        inference[images] = plan
        return plan
    }

    // MARK: Parameters

    /// All parameters and running statistics, plain.
    public func parameters() throws -> ParameterSet {
        var set = ParameterSet()
        for info in graph.parameters {
            if let parameter = store[info.name] { set[info.name] = try store.read(parameter, parameter.master) }
        }
        return set
    }

    public func load(_ parameters: ParameterSet) throws {
        for parameter in store.parameters {
            guard let tensor = parameters[parameter.info.name] else {
                throw EngineError("the parameters have no \(parameter.info.name); use the network they were saved with")
            }
            try store.write(tensor, to: parameter, parameter.master)
        }
        store.version += 1
    }

    /// Gradients of all trainable parameters, as the last `backward` left them.
    public func gradients() throws -> ParameterSet {
        var set = ParameterSet()
        for info in graph.parameters where info.isTrainable {
            if let parameter = store[info.name] { set[info.name] = try store.read(parameter, parameter.gradient) }
        }
        return set
    }

    /// Everything the optimizer remembers, with its number of steps: a resume from it is exact to the bit.
    public func optimizerState() throws -> ParameterSet { try optimizer.state() }

    public func loadOptimizerState(_ state: ParameterSet) throws { try optimizer.load(state) }

    // MARK: Reports

    /// What oneDNN chose for every layer, in the order in which they run.
    public var layerReports: [LayerReport] {
        graph.nodes.map { node in
            var report = LayerReport(name: node.name, activationBytes: training.activationBytes[node.name] ?? 0)
            for case let step as PrimitiveStep in training.steps where step.layer == node.name { report.note(step) }
            return report
        }
    }

    /// Bytes that a training step works in, parameters not counted.
    public var workingBytes: Int { training.arenaBytes }

    // MARK: Checks

    private func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
        guard condition else { throw EngineError(sentence()) }
    }

    private func requireRows(_ matrix: Matrix, _ rows: Int) throws {
        try require(
            matrix.rows == rows && matrix.columns == graph.output.count,
            "the matrix is \(matrix.rows)x\(matrix.columns), but \(rows)x\(graph.output.count) is needed")
    }
}

extension Memory {
    /// Copies from the beginning; the sizes are checked by the caller.
    fileprivate func copy(from values: some Collection<Float>) {
        _ = floats.update(fromContentsOf: values)
    }

    fileprivate func copy(into matrix: inout Matrix) { copy(rows: matrix.rows, into: &matrix, at: 0) }

    fileprivate func copy(rows: Int, into matrix: inout Matrix, at row: Int) {
        let (start, count) = (row * matrix.columns, rows * matrix.columns)
        matrix.values.withUnsafeMutableBufferPointer { values in
            _ = values[start..<start + count].update(fromContentsOf: floats[..<count])
        }
    }
}
