import Datasets
import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Training

/// Trainings that go wrong on purpose.
@Suite(.serialized) struct ProvokedTests {
    private static func events(
        steps: Int, loss: LossSpec = .contrastive(margin: 1), optimizer: OptimizerSpec = .sgdDefault, learningRate: Float,
        layers: [Layer] = [.convolution(8, kernel: 3, padding: 1), .batchNorm(), .relu, .maxPool(2), .flatten, .linear(8)],
        sink: KeepingSink = KeepingSink()
    ) throws -> [Event] {
        let data = try TinyDataset()
        let setup = try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z",
            network: NetworkSpec(name: "tiny", input: .image(channels: 1, height: 16, width: 16), layers: layers),
            options: TrainingOptions(
                loss: loss, optimizer: optimizer, learningRate: learningRate, batchPairs: 8, duration: .steps(steps), seed: 3,
                threads: 1),
            catalog: ImageCatalog.scan(data.root))
        let worker = TrainingWorker(setup, checkpoints: sink)
        worker.start()
        var events: [Event] = []
        while !worker.events.isFinished { events += worker.events.receive(timeout: 1) }
        worker.wait()
        return events
    }

    private static func notices(_ events: [Event]) -> [Notice] {
        events.compactMap { if case .notice(let notice) = $0 { notice } else { nil } }
    }

    private static func topics(_ events: [Event]) -> Set<Notice.Topic> { Set(notices(events).compactMap(\.topic)) }

    @Test func numbersThatAreNotFiniteEndTheRunAtTheLastGoodState() throws {
        let sink = KeepingSink()
        let events = try Self.events(
            steps: 200, optimizer: .sgd(momentum: 0, nesterov: false, weightDecay: 0), learningRate: 1e25,
            layers: [.flatten, .linear(8)], sink: sink)
        let notice = try #require(Self.notices(events).first { $0.topic == .nonFinite })
        #expect(notice.message.contains("at linear"), "\(notice.message)")
        guard case .finished(let outcome) = events.last else {
            Issue.record("a run ends with finished")
            return
        }
        #expect(outcome.reason == .failed)
        #expect(outcome.message?.contains("\(NonFiniteSteps.mostInARow) times in a row") == true)
        #expect(outcome.step < 200)
        for checkpoint in sink.kept {
            #expect(checkpoint.parameters.allSatisfy { $0.tensor.values.allSatisfy(\.isFinite) })
        }
    }

    @Test func weightDecayThatCrushesEverythingIsACollapse() throws {
        let events = try Self.events(
            steps: 320, optimizer: .sgd(momentum: 0, nesterov: false, weightDecay: 1e5), learningRate: 5e-6,
            layers: [.flatten, .linear(8)])
        #expect(Self.topics(events).contains(.collapse))
    }

    @Test func aTinyMarginLeavesNothingToLearn() throws {
        let events = try Self.events(steps: 160, loss: .contrastive(margin: 0.01), learningRate: 1e-5)
        #expect(Self.topics(events).contains(.easyPairs))
    }

    @Test func aLargeLearningRateJumpsAndKillsUnits() throws {
        let events = try Self.events(
            steps: 60, optimizer: .adamDefault, learningRate: 3,
            layers: [.convolution(8, kernel: 3), .relu, .flatten, .linear(8)])
        #expect(!Self.topics(events).isDisjoint(with: [.updateRatio, .deadUnits]), "\(Self.topics(events))")
    }

    @Test func sigmoidsInARowLetTheGradientVanish() throws {
        // Beside the shortcut, so that images stay apart and the layers behind the sigmoids do learn.
        let sigmoids = Array(repeating: [Layer.linear(8), .sigmoid], count: 8).flatMap { $0 }
        let block = Residual(name: "deep", body: sigmoids + [.linear(256)], activation: nil)
        let events = try Self.events(steps: 60, learningRate: 1e-3, layers: [.flatten, .residual(block), .linear(8)])
        #expect(Self.topics(events).contains(.vanishingGradient), "\(Self.topics(events))")
    }

    @Test func aHealthyTrainingIsLeftInPeace() throws {
        let events = try Self.events(steps: 120, optimizer: .adamDefault, learningRate: 1e-3)
        #expect(Self.notices(events).isEmpty, "\(Self.notices(events).map(\.message))")
    }
}
