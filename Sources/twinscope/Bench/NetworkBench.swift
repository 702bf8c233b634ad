import Engine
import MetricLearning
import Networks

/// Measures one network: training steps on pairs with a contrastive loss and Adam, and embedding of images.
struct NetworkBench {
    let subject: BenchCase
    private let graph: NetworkGraph
    let precision: Precision
    let threads: Int
    /// Seconds for every figure.
    let duration: Double
    let showsLayers: Bool

    private static let inferenceBatches = [1, 32]
    private static let warmUp = 2

    init(_ subject: BenchCase, precision: Precision, threads: Int, duration: Double, showsLayers: Bool) throws {
        self.subject = subject
        graph = try NetworkGraph(subject.spec)
        self.precision = precision
        self.threads = threads
        self.duration = duration
        self.showsLayers = showsLayers
    }

    private func engine(inferenceImages: Int = 1) throws -> Engine {
        let options = EngineOptions(
            images: 2 * subject.pairs, threads: threads, precision: precision, inferenceImages: inferenceImages)
        let parameters = graph.initialParameters(subject.spec.initialization, using: SeededGenerator(seed: 1))
        return try Engine(graph, parameters: parameters, options: options)
    }

    private func randomImages(_ count: Int) -> [Float] {
        var generator = SeededGenerator(seed: 2)
        return (0..<count * graph.input.count).map { _ in generator.uniform(-1...1) }
    }

    private func fixedBatch() -> FixedBatch {
        FixedBatch(images: randomImages(2 * subject.pairs), same: (0..<subject.pairs).map { $0.isMultiple(of: 2) })
    }

    // MARK: Training

    /// One step, with everything that has to be made for it.
    func firstStep() throws {
        var trainee = Trainee(engine: try engine(), images: 2 * subject.pairs, features: graph.output.count)
        _ = try trainee.step(0, fixedBatch())
    }

    func training(_ batches: (any BenchBatches)? = nil, peak: MachinePeak) throws -> BenchResult.Training {
        PeakMemory.reset()
        let images = 2 * subject.pairs
        var trainee = Trainee(engine: try engine(), images: images, features: graph.output.count)
        let batches = batches ?? fixedBatch()
        var steps: [Trainee.Seconds] = []
        try repeated(for: duration, warmUp: Self.warmUp) { steps.append(try trainee.step($0, batches)) }
        steps.removeFirst(Self.warmUp)
        let memory = PeakMemory.bytes
        let layers = try layerTimes(of: trainee.engine, images: images, peak) { _ = try trainee.step($0, batches) }
        let time = steps.map(\.whole).median
        let rate = Work(graph).training(images: images) / time * 1e-9
        return BenchResult.Training(
            pairs: subject.pairs, milliseconds: time * 1e3, forward: steps.map(\.forward).median * 1e3,
            loss: steps.map(\.loss).median * 1e3, backward: steps.map(\.backward).median * 1e3,
            update: steps.map(\.update).median * 1e3, dataWait: steps.map(\.wait).median * 1e3,
            pairsPerSecond: Double(subject.pairs) / time, gigaflops: rate, peakShare: rate / peak.gigaflops(precision),
            peakMemoryBytes: memory, layers: layers)
    }

    // MARK: Inference

    func inference(peak: MachinePeak) throws -> [BenchResult.Inference] {
        try Self.inferenceBatches.map { try inference(images: $0, peak) }
    }

    private func inference(images: Int, _ peak: MachinePeak) throws -> BenchResult.Inference {
        PeakMemory.reset()
        let engine = try engine(inferenceImages: images)
        let input = randomImages(images)
        var embeddings = Matrix(rows: images, columns: graph.output.count)
        var passes: [Double] = []
        try repeated(for: duration, warmUp: Self.warmUp) { _ in
            passes.append(try seconds { try engine.embed(input, count: images, into: &embeddings) })
        }
        passes.removeFirst(Self.warmUp)
        let memory = PeakMemory.bytes
        let layers = try layerTimes(of: engine, images: images, peak) { _ in
            try engine.embed(input, count: images, into: &embeddings)
        }
        let time = passes.median
        let rate = Work(graph).inference(images: images) / time * 1e-9
        return BenchResult.Inference(
            images: images, milliseconds: time * 1e3, imagesPerSecond: Double(images) / time, gigaflops: rate,
            peakShare: rate / peak.gigaflops(precision), peakMemoryBytes: memory, layers: layers)
    }

    private func layerTimes(
        of engine: Engine, images: Int, _ peak: MachinePeak, _ pass: (Int) throws -> Void
    ) throws -> [LayerTime]? {
        guard showsLayers else { return nil }
        let steps = try engine.timingSteps { try repeated(for: duration, warmUp: 0, pass) }
        return steps.map { LayerTime($0, Work(graph), images: images, precision, peak) }
    }
}

/// An engine with what a training step needs beside it.
private struct Trainee {
    let engine: Engine
    private let loss = LossSpec.contrastive(margin: 1)
    private var embeddings: Matrix
    private var gradient: Matrix

    init(engine: Engine, images: Int, features: Int) {
        self.engine = engine
        embeddings = Matrix(rows: images, columns: features)
        gradient = embeddings
    }

    /// What a step spent its time on.
    struct Seconds {
        var wait = 0.0
        var forward = 0.0
        var loss = 0.0
        var backward = 0.0
        var update = 0.0
        var whole: Double { wait + forward + loss + backward + update }
    }

    mutating func step(_ number: Int, _ batches: any BenchBatches) throws -> Seconds {
        var spent = Seconds()
        let batch = try batches.next(number)
        spent.wait = batch.secondsWaited
        spent.forward = try seconds { try engine.forward(batch.images, step: number, into: &embeddings) }
        spent.loss = seconds { _ = loss.evaluate(embeddings, same: batch.same, gradient: &gradient) }
        spent.backward = try seconds { try engine.backward(gradient) }
        spent.update = try seconds { try engine.update(learningRate: 1e-4) }
        return spent
    }
}
