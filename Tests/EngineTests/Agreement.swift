import MetricLearning
import Networks
import ReferenceEngine
import Testing

@testable import Engine

/// Runs the same network, numbers and batch through both engines and compares everything that they show.
///
/// Tolerances are relative to the largest number of a tensor: sums of many f32 products differ in their last bits by order. The
/// reference runs in Double, so that the difference is the fast engine's alone.
struct Agreement {
    var outputTolerance = 1e-5
    var gradientTolerance = 1e-4
    /// Ten steps let differences grow, most of all through Adam, whose first steps only know signs.
    var trainedTolerance = 2e-3

    var precision = Precision.f32
    var arithmetic: Arithmetic?

    let graph: NetworkGraph
    let pairs: Int
    let optimizer: OptimizerSpec
    /// Distances do not change when every embedding is shifted, so some biases have no gradient but rounding; with its usual epsilon
    /// Adam makes whole steps of it, of any sign. This one is above rounding and below gradients.
    static let calmAdam = OptimizerSpec.adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-4, weightDecay: 0)

    private let images: [Float]
    private let same: [Bool]
    private let initial: ParameterSet

    init(
        _ layers: [Layer], input: TensorShape, pairs: Int = 3, optimizer: OptimizerSpec = Agreement.calmAdam,
        initialization: Initialization = .pytorch
    ) throws {
        try self.init(
            NetworkSpec(name: "test", input: input, layers: layers, initialization: initialization), pairs: pairs,
            optimizer: optimizer)
    }

    init(_ spec: NetworkSpec, pairs: Int = 3, optimizer: OptimizerSpec = Agreement.calmAdam) throws {
        graph = try NetworkGraph(spec)
        self.pairs = pairs
        self.optimizer = optimizer
        var generator = SeededGenerator(seed: 11)
        images = (0..<2 * pairs * graph.input.count).map { _ in generator.normal() }
        same = (0..<pairs).map { $0 % 2 == 0 }
        var parameters = graph.initialParameters(spec.initialization, using: generator.derived("parameters"))
        // Scales of one and shifts of zero would hide mistakes.
        for info in graph.parameters where [.scale, .shift].contains(info.role) {
            var own = generator.derived(info.name)
            parameters[info.name]?.values = (0..<info.count).map { _ in own.uniform(0.5...1.5) }
        }
        initial = parameters
    }

    func makeEngine(threads: Int = 2) throws -> Engine {
        var options = EngineOptions(
            images: 2 * pairs, threads: threads, optimizer: optimizer, dropoutSeed: 5, precision: precision, inferenceImages: 4)
        options.forcedArithmetic = arithmetic
        return try Engine(graph, parameters: initial, options: options)
    }

    private func makeReference() throws -> ReferenceEngine<Double> {
        try ReferenceEngine<Double>(graph, parameters: initial, optimizer: optimizer, dropoutSeed: 5)
    }

    /// Outputs, loss, every gradient by name, running statistics, inference, and the weights after ten steps; and that nothing is left
    /// of an engine that is no longer used.
    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
        weak var resources: PlanResources?
        do {
            let engine = try makeEngine()
            resources = engine.resources
            try compare(engine, sourceLocation)
        }
        #expect(resources == nil, "a step of the plan keeps the plan", sourceLocation: sourceLocation)
    }

    private func compare(_ fast: Engine, _ sourceLocation: SourceLocation) throws {
        var slow = try makeReference()
        var embeddings = Matrix(rows: 2 * pairs, columns: graph.output.count)
        var gradient = embeddings
        let loss = LossSpec.contrastive(margin: 2)
        for step in 1...10 {
            try fast.forward(images, step: step, into: &embeddings)
            let expected = try slow.forward(images.map(Double.init), count: 2 * pairs, step: step)
            if step == 1 {
                expect(embeddings.values, expected, within: outputTolerance, "embeddings", sourceLocation)
            }
            let fastLoss = loss.evaluate(embeddings, same: same, gradient: &gradient)
            var slowGradient = gradient
            let slowLoss = loss.evaluate(
                Matrix(rows: 2 * pairs, columns: graph.output.count, values: expected.map { Float($0) }), same: same,
                gradient: &slowGradient)
            expect([fastLoss.value], [Double(slowLoss.value)], within: trainedTolerance, "loss \(step)", sourceLocation)
            try fast.backward(gradient)
            try slow.backward((step == 1 ? gradient : slowGradient).values.map(Double.init))
            if step == 1 { try checkGradients(fast, slow, sourceLocation) }
            try fast.update(learningRate: 1e-3)
            slow.update(learningRate: 1e-3)
        }
        try checkParameters(fast, slow, sourceLocation)
        try checkInference(fast, sourceLocation)
    }

    private func checkGradients(_ fast: Engine, _ slow: ReferenceEngine<Double>, _ location: SourceLocation) throws {
        let gradients = try fast.gradients()
        #expect(gradients.names == graph.parameters.filter(\.isTrainable).map(\.name), sourceLocation: location)
        // A bias before batch norm has no gradient but rounding: what counts is its size beside the others.
        let largest = slow.slopes.values.joined().map(abs).max() ?? 1
        for (name, tensor) in gradients {
            expect(
                tensor.values, slow.slopes[name] ?? [], within: gradientTolerance, name, location, floor: largest * 1e-2)
        }
        let norm = slow.slopes.values.joined().map { $0 * $0 }.reduce(0, +).squareRoot()
        expect([fast.gradientNorm()], [norm], within: gradientTolerance, "gradient norm", location)
    }

    private func checkParameters(_ fast: Engine, _ slow: ReferenceEngine<Double>, _ location: SourceLocation) throws {
        for (name, tensor) in try fast.parameters() {
            expect(tensor.values, slow.weights[name] ?? [], within: trainedTolerance, name, location, floor: 1e-1)
        }
    }

    /// Five images through a plan of four: a whole chunk and a partial one.
    private func checkInference(_ fast: Engine, _ location: SourceLocation) throws {
        let count = min(5, 2 * pairs)
        var embeddings = Matrix(rows: count, columns: graph.output.count)
        try fast.embed(images, count: count, into: &embeddings)
        // From the fast engine's own numbers, so that this is about inference alone.
        let twin = try ReferenceEngine<Double>(graph, parameters: try fast.parameters())
        let expected = try twin.infer(images.prefix(count * graph.input.count).map(Double.init), count: count)
        expect(embeddings.values, expected, within: outputTolerance * 2, "inference", location)
    }

    private func expect(
        _ actual: [Float], _ expected: [Double], within tolerance: Double, _ name: String, _ location: SourceLocation,
        floor: Double = 1e-6
    ) {
        #expect(actual.count == expected.count, "\(name)", sourceLocation: location)
        let scale = max(expected.map(abs).max() ?? 0, floor)
        let worst = zip(actual, expected).map { abs(Double($0) - $1) }.max() ?? 0
        #expect(worst.isFinite && worst <= tolerance * scale, "\(name) differs by \(worst / scale)", sourceLocation: location)
    }
}
