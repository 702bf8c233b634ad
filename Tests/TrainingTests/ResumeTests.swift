import Datasets
import MetricLearning
import Networks
import Synchronization
import TestSupport
import Testing

@testable import Training

/// A training that goes on from a checkpoint is, to the last bit, the one that never stopped.
@Suite(.serialized) struct ResumeTests {
    private static let network = NetworkSpec(
        name: "tiny", input: .image(channels: 1, height: 16, width: 16),
        layers: [
            .convolution(8, kernel: 3, padding: 1), .batchNorm(), .relu, .maxPool(2), .dropout(0.3), .flatten, .linear(8),
        ])

    private static func setup(
        _ data: TinyDataset, changing change: (inout TrainingOptions) -> Void = { _ in }
    ) throws -> TrainingSetup {
        var options = TrainingOptions(learningRate: 3e-3, batchPairs: 8, duration: .steps(70), seed: 3, threads: 1)
        options.checkpointSeconds = 0
        options.evaluationInterval = 10
        change(&options)
        return try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z", network: network, options: options,
            catalog: ImageCatalog.scan(data.root))
    }

    private static func run(
        _ setup: TrainingSetup, from start: TrainingWorker.Start = .anew, sink: KeepingSink = KeepingSink(),
        commands: [Command] = []
    ) -> [Event] {
        let worker = TrainingWorker(setup, from: start, checkpoints: sink)
        for command in commands { worker.commands.send(command) }
        worker.start()
        var events: [Event] = []
        while !worker.events.isFinished { events += worker.events.receive(timeout: 1) }
        worker.wait()
        return events
    }

    private static func losses(_ events: [Event]) -> [Int: UInt32] {
        var losses: [Int: UInt32] = [:]
        for case .step(let metrics) in events { losses[metrics.step] = metrics.loss.bitPattern }
        return losses
    }

    private static func evaluations(_ events: [Event]) -> [EvaluationMetrics] {
        events.compactMap { event in
            guard case .evaluation(var metrics) = event else { return nil }
            (metrics.elapsed, metrics.duration) = (0, 0)
            return metrics
        }
    }

    private static func expectTheSame(_ setup: TrainingSetup, fromSteps steps: [Int]) throws {
        let sink = KeepingSink()
        let whole = run(setup, sink: sink)
        #expect(losses(whole).count == 70)
        for step in steps {
            let checkpoint = try #require(sink.last(atStep: step))
            let resumed = run(setup, from: .checkpoint(checkpoint))
            #expect(losses(resumed) == losses(whole).filter { $0.key > step }, "from step \(step)")
            #expect(evaluations(resumed) == evaluations(whole).filter { $0.step > step })
            #expect(!resumed.contains { if case .started = $0 { true } else { false } })
            let elapsed = resumed.compactMap { if case .step(let metrics) = $0 { metrics.elapsed } else { nil } }
            #expect(elapsed.allSatisfy { $0 > checkpoint.state.elapsed })
        }
    }

    @Test(arguments: [OptimizerSpec.adamDefault, .sgdDefault, .rmsPropDefault, .adamWDefault])
    func fromAnyStepToTheLastBit(_ optimizer: OptimizerSpec) throws {
        try Self.expectTheSame(Self.setup(TinyDataset()) { $0.optimizer = optimizer }, fromSteps: [0, 1, 49, 50, 69])
    }

    @Test func withImagesOfEveryClassHeldOut() throws {
        try Self.expectTheSame(Self.setup(TinyDataset()) { $0.split.unit = .pairs }, fromSteps: [1, 49])
    }

    @Test func averagesSchedulesAndAugmentationGoOnToo() throws {
        let setup = try Self.setup(TinyDataset()) { options in
            options.averageDecay = 0.9
            options.schedule = .plateau(factor: 0.5, patience: 0)
            options.augmentation.rotation = 15
            options.sampling = .classes(count: 4, images: 4, groups: nil)
            options.loss = .triplet(margin: 0.3)
        }
        try Self.expectTheSame(setup, fromSteps: [1, 37, 60])
    }

    @Test func changedSettingsStayChanged() throws {
        let setup = try Self.setup(TinyDataset())
        let sink = KeepingSink()
        let edited = Self.run(setup, sink: sink, commands: [.set(.margin, 2), .set(.learningRate, 0.01)])
        let checkpoint = try #require(sink.last(atStep: 30))
        let resumed = Self.run(setup, from: .checkpoint(checkpoint))
        #expect(Self.losses(resumed) == Self.losses(edited).filter { $0.key > 30 })
        #expect(resumed.contains { if case .step(let metrics) = $0 { metrics.margin == 2 } else { false } })
    }

    /// The verdict is told once more where the run goes on, and then what would have been told without the stop.
    @Test(arguments: [1e-7, 3e-3]) func theVerdictGoesOnToo(rate: Float) throws {
        let setup = try Self.setup(TinyDataset()) { options in
            options.learningRate = rate
            options.duration = .steps(160)
        }
        func verdicts(_ events: [Event]) -> [RunVerdict] {
            events.compactMap { event in
                guard case .verdict(var verdict) = event else { return nil }
                verdict.elapsed = 0
                return verdict
            }
        }
        let sink = KeepingSink()
        let whole = verdicts(Self.run(setup, sink: sink))
        #expect(whole.last?.kind == (rate < 1e-6 ? .slow : .healthy))
        for step in [70, 130] {
            let checkpoint = try #require(sink.last(atStep: step))
            let resumed = verdicts(Self.run(setup, from: .checkpoint(checkpoint)))
            let stood = try #require(whole.last { $0.step <= step })
            #expect(resumed == [stood] + whole.filter { $0.step > step }, "from step \(step)")
        }
    }

    @Test func layersAreToldWithEveryRegularEvaluation() throws {
        let events = Self.run(try Self.setup(TinyDataset()))
        let statistics: [LayerStatistics] = events.compactMap { if case .layers(let statistics) = $0 { statistics } else { nil } }
        #expect(statistics.map(\.step) == Array(stride(from: 0, through: 70, by: 10)))
        let conv1 = try #require(statistics.last?["conv1"])
        #expect(conv1.gradientNorm > 0)
        #expect((1e-6..<1).contains(conv1.updateRatio ?? 0))
        #expect(statistics.last?["conv1"]?.deadFraction != nil)
        #expect(statistics.last?.filters?.count == 8)
    }

    @Test func layersAreTimedOnceSoonAfterTheStart() throws {
        let sink = KeepingSink()
        let setup = try Self.setup(TinyDataset())
        func costs(_ events: [Event]) -> [LayerCosts] {
            events.compactMap { if case .layerCosts(let costs) = $0 { costs } else { nil } }
        }
        let found = costs(Self.run(setup, sink: sink))
        #expect(found.map(\.step) == [8])
        let conv1 = try #require(found.first?["conv1"])
        #expect(conv1.seconds > 0 && !conv1.forward.isEmpty && !conv1.backwardWeights.isEmpty && conv1.activationBytes > 0)
        #expect(found.first?.layers.map(\.name) == setup.graph.left.nodes.map(\.name))
        let resumed = costs(Self.run(setup, from: .checkpoint(try #require(sink.last(atStep: 30)))))
        #expect(resumed.map(\.step) == [38], "another program may have another machine")
    }
}

/// Keeps the checkpoints that are for going on.
final class KeepingSink: CheckpointSink, Sendable {
    private let state = Mutex<[Checkpoint]>([])

    func last(atStep step: Int) -> Checkpoint? { state.withLock { $0.last { $0.step == step && $0.kind == .last } } }
    var kept: [Checkpoint] { state.withLock { $0 } }

    func save(_ checkpoint: Checkpoint) throws -> String {
        state.withLock { $0.append(checkpoint) }
        return "memory"
    }
}
