import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Engine

/// What an engine of whole pairs refuses, and what may change between two steps.
@Suite(.serialized) struct SiameseEngineTests {
    private static let layers: [Layer] = [.convolution(4, kernel: 3), .batchNorm(), .relu, .dropout(0.5), .linear(3)]
    private static let similarity = Head.similarity(difference: .absolute, layers: [.linear(1)])

    private func engine(
        head: Head = .distance(.euclidean), twins: Twins = .shared,
        _ options: EngineOptions = EngineOptions(images: 4, threads: 2)
    ) throws -> SiameseEngine {
        let graph = try PairGraph(
            NetworkSpec(
                name: "tiny", input: .image(channels: 1, height: 8, width: 8), layers: Self.layers, head: head, twins: twins))
        return try SiameseEngine(
            graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)), options: options)
    }

    private let images: [Float] = randomNumbers(4 * 64, seed: 2)

    @Test func refusesBatchesOfClassesWhereSidesDiffer() throws {
        let options = EngineOptions(images: 6, threads: 1, batchLayout: .images)
        #expect(throws: Never.self) { try engine(options) }
        let refusal = #expect(throws: EngineError.self) { try engine(twins: .separate(right: nil), options) }
        #expect(refusal?.description.contains("separate twins") == true)
        #expect(throws: EngineError.self) { try engine(head: Self.similarity, options) }
        var branchwise = options
        branchwise.batchStatistics = .branchwise
        #expect(throws: EngineError.self) { try engine(branchwise) }
    }

    @Test func refusesHalfAPair() throws {
        let options = EngineOptions(images: 5, threads: 1)
        #expect(throws: Never.self) { try engine(options) }
        #expect(throws: EngineError.self) { try engine(twins: .separate(right: nil), options) }
    }

    @Test func refusesTheOtherHeadsPass() throws {
        var rows = Matrix(rows: 4, columns: 3)
        var logits: [Float] = [0, 0]
        let distance = try engine()
        #expect(throws: EngineError.self) { try distance.forward(images, step: 1, into: &rows, logits: &logits) }
        #expect(throws: EngineError.self) { try distance.backward(logits: logits) }
        try distance.forward(images, step: 1, into: &rows)
        #expect(throws: EngineError.self) { try distance.backward(rows, includingInput: true) }
        let learned = try engine(head: Self.similarity)
        try learned.forward(images, step: 1, into: &rows, logits: &logits)
        #expect(throws: EngineError.self) { try learned.backward(rows) }
        #expect(throws: EngineError.self) { try learned.backward(logits: [1, 2, 3]) }
        #expect(throws: Never.self) { try learned.backward(logits: logits) }
    }

    /// A head's logits need its pass: embeddings alone are no reason to train it.
    @Test func trainsAHeadOnlyAfterItsPass() throws {
        let engine = try engine(head: Self.similarity)
        var rows = Matrix(rows: 4, columns: 3)
        try engine.forward(images, step: 1, into: &rows)
        #expect(throws: EngineError.self) { try engine.backward(logits: [1, 1]) }
    }

    @Test func reportsEveryPart() throws {
        let own = ["conv1", "bn1", "relu1", "dropout1", "linear1"]
        #expect(try engine().layerReports.map(\.name) == own)
        let both = try engine(head: Self.similarity, twins: .separate(right: nil))
        #expect(both.layerReports.map(\.name) == own + own.map { "right." + $0 } + ["head.linear1"])
        let branchwise = EngineOptions(images: 4, threads: 1, batchStatistics: .branchwise)
        #expect(try engine(branchwise).layerReports.map(\.name) == own)
    }

    @Test func turnsDropoutOff() throws {
        let engine = try engine()
        var (first, second) = (Matrix(rows: 4, columns: 3), Matrix(rows: 4, columns: 3))
        try engine.forward(images, step: 1, into: &first)
        try engine.forward(images, step: 2, into: &second)
        #expect(first != second)
        engine.dropoutFactor = 0
        try engine.forward(images, step: 1, into: &first)
        try engine.forward(images, step: 2, into: &second)
        #expect(first == second)
    }

    @Test func changesWeightDecayAndClippingBetweenSteps() throws {
        let optimizer = OptimizerSpec.sgd(momentum: 0, nesterov: false, weightDecay: 0)
        let engine = try engine(EngineOptions(images: 4, threads: 2, optimizer: optimizer))
        var rows = Matrix(rows: 4, columns: 3)
        try engine.forward(images, step: 1, into: &rows)
        try engine.backward(Matrix(rows: 4, columns: 3, repeating: 1))
        let gradients = try engine.gradients()
        let norm = engine.gradientNorm()
        func moved(_ change: () -> Void) throws -> (before: Float, slope: Float, after: Float) {
            change()
            let before = try engine.parameters()["linear1.weight"]?.values[0] ?? 0
            try engine.update(learningRate: 0.5)
            return (
                before, gradients["linear1.weight"]?.values[0] ?? 0, try engine.parameters()["linear1.weight"]?.values[0] ?? 0
            )
        }
        let plain = try moved {}
        #expect(abs(plain.after - (plain.before - 0.5 * plain.slope)) < 1e-5)
        let clipped = try moved { engine.gradientClip = norm / 4 }
        #expect(abs(clipped.after - (clipped.before - 0.125 * clipped.slope)) < 1e-5)
        let decayed = try moved {
            engine.gradientClip = nil
            engine.weightDecay = 0.5
        }
        #expect(abs(decayed.after - (decayed.before - 0.5 * (decayed.slope + 0.5 * decayed.before))) < 1e-5)
    }
}
