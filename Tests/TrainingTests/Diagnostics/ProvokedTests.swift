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
        data: TinyDataset? = nil, sink: KeepingSink = KeepingSink(),
        changing change: (inout TrainingOptions, inout NetworkSpec) -> Void = { _, _ in }
    ) throws -> [Event] {
        let data = try data ?? TinyDataset()
        var options = TrainingOptions(
            loss: loss, optimizer: optimizer, learningRate: learningRate, batchPairs: 8, duration: .steps(steps), seed: 3,
            threads: 1)
        var network = NetworkSpec(name: "tiny", input: .image(channels: 1, height: 16, width: 16), layers: layers)
        change(&options, &network)
        let setup = try TrainingSetup(
            runName: "test", startedAt: "2026-01-01T00:00:00Z", network: network, options: options,
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

    @Test(arguments: [
        (LossSpec.contrastive(margin: 1), "half the squared margin"), (.triplet(margin: 0.2), "which is the margin"),
        (.crossEntropy(margin: 1e-3), "the logarithm of 2"), (.supervisedContrastive(), "near zero"),
    ])
    func weightDecayThatCrushesEverythingIsACollapse(_ loss: LossSpec, _ word: String) throws {
        let events = try Self.events(
            steps: 320, loss: loss, optimizer: .sgd(momentum: 0, nesterov: false, weightDecay: 1e5), learningRate: 5e-6,
            layers: [.flatten, .linear(8)])
        let notice = try #require(Self.notices(events).first { $0.topic == .collapse }, "\(Self.topics(events))")
        #expect(notice.message.contains(word), "\(notice.message)")
    }

    @Test func aSimilarityThatOnlyGuessesStaysAtTheLogarithmOfTwo() throws {
        let events = try Self.events(
            steps: 320, loss: .crossEntropy(), optimizer: .sgd(momentum: 0, nesterov: false, weightDecay: 1e5),
            learningRate: 5e-6, layers: [.flatten, .linear(8)]
        ) { _, network in network.head = .similarity(difference: .absolute, layers: [.linear(1)]) }
        let notice = try #require(Self.notices(events).first { $0.topic == .collapse }, "\(Self.topics(events))")
        #expect(notice.message.contains("logarithm of 2"), "\(notice.message)")
    }

    @Test func aTinyMarginLeavesNothingToLearn() throws {
        let events = try Self.events(steps: 160, loss: .contrastive(margin: 0.01), learningRate: 1e-5)
        #expect(Self.topics(events).contains(.easyPairs))
    }

    @Test func aLargeLearningRateJumps() throws {
        let events = try Self.events(steps: 10, optimizer: .adamDefault, learningRate: 3, layers: [.flatten, .linear(8)]) {
            options, _ in options.evaluationInterval = 2
        }
        let notice = try #require(Self.notices(events).first { $0.topic == .updateRatio }, "\(Self.topics(events))")
        #expect(notice.advice?.hasPrefix("Lower") == true)
    }

    @Test func aLargeStepKillsUnits() throws {
        let events = try Self.events(
            steps: 60, optimizer: .adamDefault, learningRate: 0.3,
            layers: [.convolution(8, kernel: 3), .relu, .flatten, .linear(8)])
        let notice = try #require(Self.notices(events).first { $0.topic == .deadUnits }, "\(Self.topics(events))")
        #expect(notice.message.contains("conv1"), "\(notice.message)")
    }

    @Test func sigmoidsInARowLetTheGradientVanish() throws {
        // Beside the shortcut, so that images stay apart and the layers behind the sigmoids do learn.
        let sigmoids = Array(repeating: [Layer.linear(8), .sigmoid], count: 8).flatMap { $0 }
        let block = Residual(name: "deep", body: sigmoids + [.linear(256)], activation: nil)
        let events = try Self.events(steps: 60, learningRate: 1e-3, layers: [.flatten, .residual(block), .linear(8)])
        #expect(Self.topics(events).contains(.vanishingGradient), "\(Self.topics(events))")
    }

    @Test func noiseIsLearnedByHeart() throws {
        let events = try Self.events(
            steps: 400, loss: .crossEntropy(margin: 1), optimizer: .adamDefault, learningRate: 3e-3,
            layers: [.flatten, .linear(64), .relu, .linear(8)],
            data: TinyDataset(classes: 12, images: 4, pattern: .noise)
        ) { options, _ in options.evaluationInterval = 50 }
        let notice = try #require(Self.notices(events).first { $0.topic == .overfitting }, "\(Self.topics(events))")
        #expect(notice.advice?.contains("augmentation") == true)
    }

    @Test func aContrastiveLossOverAllPairsOfManyClassesIsUnbalanced() throws {
        let events = try Self.events(
            steps: 60, learningRate: 1e-4, layers: [.flatten, .linear(8)], data: TinyDataset(classes: 40, images: 3)
        ) { options, _ in options.sampling = .classes(count: 16, images: 2) }
        let notice = try #require(Self.notices(events).first { $0.topic == .unbalancedPairs }, "\(Self.topics(events))")
        #expect(notice.message.contains("3.23 %"), "\(notice.message)")
    }

    @Test func wideWeightsInARowLetTheGradientExplode() throws {
        let layers = [Layer.flatten] + Array(repeating: .linear(64), count: 14) + [.linear(8)]
        let events = try Self.events(steps: 60, learningRate: 1e-20, layers: layers) { _, network in
            network.initialization = .koch
        }
        #expect(Self.topics(events).contains(.explodingGradient), "\(Self.topics(events))")
    }

    @Test func aLearningRateOfNextToNothingMovesNoLayer() throws {
        let events = try Self.events(steps: 60, learningRate: 1e-12)
        let notice = try #require(Self.notices(events).first { $0.topic == .updateRatio }, "\(Self.topics(events))")
        #expect(notice.advice?.hasPrefix("Raise") == true)
    }

    @Test func aHealthyTrainingIsLeftInPeace() throws {
        let events = try Self.events(steps: 120, optimizer: .adamDefault, learningRate: 1e-3)
        #expect(Self.notices(events).isEmpty, "\(Self.notices(events).map(\.message))")
    }
}
