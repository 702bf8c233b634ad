import Datasets
import Networks
import TestSupport
import Testing

@testable import Training

/// Who takes which steps is part of what a run is: with the same plan it is the same to the last bit.
@Suite(.serialized) struct ThreadPlanTests {
    @Test(arguments: ["1", "2,1@340", "2,1@340,2@900", "1024,1@1"])
    func aPlanIsReadAsItIsWritten(text: String) throws {
        #expect(try #require(ThreadPlan(parsing: text)).text == text)
    }

    @Test(arguments: [
        "", "0", "1025", "2,", ",2", "2,1", "2,1@", "2,1@0", "2,1@5,2@5", "2,1@9,2@3", "2,1@5@6", "two", "2,0@4", "-1",
    ])
    func whatIsNoPlanIsRefused(text: String) {
        #expect(ThreadPlan(parsing: text) == nil)
    }

    @Test func thePlanSaysWhoTakesAStep() throws {
        let plan = try #require(ThreadPlan(parsing: "4,1@10,2@20"))
        #expect([0, 9, 10, 19, 20, 99].map(plan.threads(after:)) == [4, 4, 1, 1, 2, 2])
    }

    private static let network = NetworkSpec(
        name: "tiny", input: .image(channels: 1, height: 16, width: 16),
        layers: [.convolution(16, kernel: 3, padding: 1), .batchNorm(), .relu, .maxPool(2), .dropout(0.3), .flatten, .linear(8)])

    private func train(
        _ plan: ThreadPlan, in data: TinyDataset, from start: TrainingWorker.Start = .anew, sink: KeepingSink = KeepingSink()
    ) throws -> [Event] {
        var options = TrainingOptions(learningRate: 3e-3, batchPairs: 8, duration: .steps(40), seed: 3, threads: 1)
        options.threadPlan = plan
        options.checkpointSeconds = 0
        options.evaluationInterval = 10
        let setup = try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z", network: Self.network, options: options,
            catalog: ImageCatalog.scan(data.root))
        let worker = TrainingWorker(setup, from: start, checkpoints: sink)
        worker.start()
        var events: [Event] = []
        while !worker.events.isFinished { events += worker.events.receive(timeout: 1) }
        worker.wait()
        return events
    }

    private func losses(_ events: [Event]) -> [Int: UInt32] {
        var losses: [Int: UInt32] = [:]
        for case .step(let metrics) in events { losses[metrics.step] = metrics.loss.bitPattern }
        return losses
    }

    @Test func aRunWhoseThreadsChangedIsRepeatedByItsEvents() throws {
        let data = try TinyDataset(classes: 8, images: 4)
        let plan = ThreadPlan(first: 2, changes: [.init(step: 7, threads: 1), .init(step: 20, threads: 3)])
        let sink = KeepingSink()
        let events = try train(plan, in: data, sink: sink)
        #expect(losses(events).count == 40)
        let told = events.compactMap { if case .threads(let change) = $0 { change } else { nil } }
        #expect(told.map(\.step) == [7, 20])
        #expect(told.map(\.old) == [2, 1])
        #expect(told.map(\.new) == [1, 3])
        guard case .started(let description) = events.first else { throw RunWithoutStart() }
        let repeated = ThreadPlan(of: description, events: events)
        #expect(repeated == plan)
        #expect(try losses(train(repeated, in: data)) == losses(events))

        // And a resume goes on with as many threads as the step had.
        for step in [5, 7, 12, 25] {
            let checkpoint = try #require(sink.last(atStep: step))
            let rest = try losses(train(plan, in: data, from: .checkpoint(checkpoint)))
            #expect(rest == losses(events).filter { $0.key > step })
        }
    }

    private struct RunWithoutStart: Error {}

    /// The number of threads is not fixed, but nobody disturbs a run of a few steps for long enough to change it.
    @Test func adaptingWritesDownHowManyThreadsThereAre() throws {
        var options = TrainingOptions(threads: 2)
        options.adaptsThreads = true
        #expect(options.threadPlan.text == "2")
        #expect(TrainingOptions.forThisMachine.threads == Processors.usable)
        #expect(TrainingOptions.forThisMachine.adaptsThreads)
    }
}
