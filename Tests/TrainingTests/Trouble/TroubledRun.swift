import Datasets
import Foundation
import Networks
import Synchronization
import TestSupport

@testable import Training

/// A short training with something happening to it.
enum TroubledRun {
    private static let network = NetworkSpec(
        name: "tiny", input: .image(channels: 1, height: 16, width: 16),
        layers: [.convolution(8, kernel: 3, padding: 1), .batchNorm(), .relu, .maxPool(2), .flatten, .linear(8)])

    /// Images are read from their files again and again, and a checkpoint is saved with every step.
    static func setup(
        _ data: TinyDataset, steps: Int = 40, waiting limit: Double = 60,
        changing change: (inout TrainingOptions) -> Void = { _ in }
    ) throws -> TrainingSetup {
        var options = TrainingOptions(learningRate: 3e-3, batchPairs: 8, duration: .steps(steps), seed: 3, threads: 1)
        options.checkpointSeconds = 0
        options.evaluationInterval = 10
        options.cacheBytes = 0
        change(&options)
        var setup = try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z", network: network, options: options,
            catalog: ImageCatalog.scan(data.root))
        setup.patience = Patience(interval: 0.02, limit: limit)
        return setup
    }

    static func events(
        _ setup: TrainingSetup, from start: TrainingWorker.Start = .anew, sink: any CheckpointSink = KeepingSink(),
        reacting react: (Event, CommandQueue) -> Void = { _, _ in }
    ) -> [Event] {
        let worker = TrainingWorker(setup, from: start, checkpoints: sink)
        worker.start()
        var events: [Event] = []
        while !worker.events.isFinished {
            for event in worker.events.receive(timeout: 1) {
                events.append(event)
                react(event, worker.commands)
            }
        }
        worker.wait()
        return events
    }
}

/// Keeps checkpoints and does something of a test's own before each.
final class HookedSink: CheckpointSink, Sendable {
    private let state = Mutex<[Checkpoint]>([])
    private let hook: @Sendable (Checkpoint) throws -> Void

    init(_ hook: @escaping @Sendable (Checkpoint) throws -> Void) {
        self.hook = hook
    }

    var kept: [Checkpoint] { state.withLock { $0 } }

    func save(_ checkpoint: Checkpoint) throws -> String {
        try hook(checkpoint)
        state.withLock { $0.append(checkpoint) }
        return "memory"
    }
}

extension [Event] {
    var losses: [Int: UInt32] {
        reduce(into: [:]) { losses, event in
            if case .step(let metrics) = event { losses[metrics.step] = metrics.loss.bitPattern }
        }
    }

    var notices: [Notice] { compactMap { if case .notice(let notice) = $0 { notice } else { nil } } }
    var evaluations: [EvaluationMetrics] { compactMap { if case .evaluation(let metrics) = $0 { metrics } else { nil } } }
    var outcome: RunOutcome? { if case .finished(let outcome) = last { outcome } else { nil } }
}
