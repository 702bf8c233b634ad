import Datasets
import Dispatch
import Foundation
import MetricLearning
import Networks
import Synchronization
import TestSupport
import Testing

@testable import Training

@Suite(.serialized) struct TrainingWorkerTests {
    private static let network = NetworkSpec(
        name: "tiny", input: .image(channels: 1, height: 16, width: 16),
        layers: [
            .convolution(8, kernel: 3, padding: 1), .batchNorm(), .relu, .maxPool(2),
            .convolution(8, kernel: 3, padding: 1), .relu, .maxPool(2), .flatten, .linear(8),
        ])

    private static func setup(_ data: TinyDataset, duration: TrainingOptions.Duration, seed: UInt64 = 3) throws -> TrainingSetup {
        try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z", network: network,
            options: TrainingOptions(learningRate: 3e-3, batchPairs: 8, duration: duration, seed: seed, threads: 1),
            catalog: ImageCatalog.scan(data.root))
    }

    /// Runs to the end and returns all events; `react` may send commands as events come.
    private static func events(
        of worker: TrainingWorker, reacting react: (Event) -> Void = { _ in }
    ) -> [Event] {
        worker.start()
        var all: [Event] = []
        while !worker.events.isFinished {
            for event in worker.events.receive(timeout: 1) {
                all.append(event)
                react(event)
            }
        }
        worker.wait()
        return all
    }

    /// Of what the system gives to threads, none is lower than the program's own: beside other programs that would cost the training its share.
    @Test func itsThreadsHaveTheProgramsPriority() throws {
        let priorities = Mutex<Set<CInt>>([])
        let sink = HookedSink { _ in
            _ = priorities.withLock { $0.insert(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)) }
        }
        let worker = TrainingWorker(try Self.setup(TinyDataset(), duration: .steps(10)), checkpoints: sink)
        _ = Self.events(of: worker)
        #expect(priorities.withLock { $0 } == [getpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(getpid()))])
    }

    @Test func tellsItsStoryInOrder() throws {
        let worker = TrainingWorker(try Self.setup(TinyDataset(), duration: .steps(60)), checkpoints: MemorySink())
        let events = Self.events(of: worker)
        guard case .started(let description) = events.first, case .finished(let outcome) = events.last else {
            Issue.record("a run must begin with started and end with finished")
            return
        }
        #expect(description.totalSteps == 60)
        #expect(outcome.reason == .completed)
        #expect(outcome.step == 60)
        #expect(events.steps.map(\.step) == Array(1...60))
        #expect(events.evaluations.map(\.step) == [0, 50, 60])
        #expect(events.evaluations.allSatisfy { $0.testDistances.count == description.testPairs.count })
        let snapshots = events.compactMap { event in
            if case .embeddings(let snapshot) = event { snapshot } else { nil }
        }
        #expect(snapshots.map(\.step) == [0, 50, 60])
        #expect(snapshots.map { $0.images == nil } == [false, true, true], "images are named once")
        #expect(snapshots.allSatisfy { $0.embeddings?.rows == snapshots.first?.images?.count })
    }

    @Test func learnsAToyProblem() throws {
        let worker = TrainingWorker(try Self.setup(TinyDataset(), duration: .steps(200)), checkpoints: MemorySink())
        let losses = Self.events(of: worker).steps.map(\.loss)
        let early = losses.prefix(20).reduce(0, +)
        let late = losses.suffix(20).reduce(0, +)
        #expect(late < early / 2)
    }

    @Test func sameSeedGivesTheSameLossesToTheLastBit() throws {
        let data = try TinyDataset()
        func losses(seed: UInt64) throws -> [Float] {
            let worker = TrainingWorker(try Self.setup(data, duration: .steps(30), seed: seed), checkpoints: MemorySink())
            return Self.events(of: worker).steps.map(\.loss)
        }
        let first = try losses(seed: 3)
        #expect(try losses(seed: 3).map(\.bitPattern) == first.map(\.bitPattern))
        #expect(try losses(seed: 4) != first)
    }

    @Test func commandsTakeEffectBetweenStepsAndAreAnswered() throws {
        let worker = TrainingWorker(try Self.setup(TinyDataset(), duration: .steps(100_000)), checkpoints: MemorySink())
        worker.commands.send(.pause)
        worker.commands.send(.set(.margin, 2))
        worker.commands.send(.set(.learningRate, -1))
        worker.commands.send(.step)
        var answers: [Acknowledgement] = []
        let events = Self.events(of: worker) { event in
            guard case .acknowledged(let answer) = event else { return }
            answers.append(answer)
            // After the single step the run is paused again: only a command ends it.
            if answer.command == .step { worker.commands.send(.saveCheckpoint) }
            if answer.command == .saveCheckpoint { worker.commands.send(.stop) }
        }
        #expect(answers.map(\.command) == [.pause, .set(.margin, 2), .set(.learningRate, -1), .step, .saveCheckpoint, .stop])
        #expect(answers.map(\.step) == [0, 0, 0, 0, 1, 1])
        try #require(answers.count == 6)
        #expect(answers[2].refusal?.contains("learning rate") == true)
        #expect(events.steps.map(\.step) == [1])
        #expect(events.steps.first?.margin == 2)
        let edits = events.compactMap { event in
            if case .edit(let edit) = event { edit } else { nil }
        }
        #expect(edits.map(\.changes) == [[.setting(.margin, old: 1, new: 2)]])
        guard case .finished(let outcome) = events.last else { return }
        #expect(outcome.reason == .stopped)
    }

    @Test func stoppingSavesAndAbandoningDoesNot() throws {
        for (command, saved) in [(Command.stop, [CheckpointRecord.Kind.best, .last]), (.abandon, [.best])] {
            let sink = MemorySink()
            let worker = TrainingWorker(try Self.setup(TinyDataset(), duration: .steps(100_000)), checkpoints: sink)
            worker.commands.send(command)
            _ = Self.events(of: worker)
            #expect(sink.saved.map(\.kind) == saved)
        }
    }
}

extension [Event] {
    fileprivate var steps: [StepMetrics] {
        compactMap { event in
            if case .step(let metrics) = event { metrics } else { nil }
        }
    }
}

private final class MemorySink: CheckpointSink, Sendable {
    private let state = Mutex<[Checkpoint]>([])

    var saved: [Checkpoint] { state.withLock { $0 } }

    func save(_ checkpoint: Checkpoint) throws -> String {
        state.withLock { $0.append(checkpoint) }
        return "memory"
    }
}
