import MetricLearning
import Networks
import Testing

@testable import Engine

@Suite(.serialized) struct EngineTests {
    private let spec = NetworkSpec(
        name: "tiny", input: .image(channels: 1, height: 8, width: 8),
        layers: [.convolution(4, kernel: 3), .batchNorm(), .relu, .linear(3)])

    private func engine(images: Int = 4) throws -> Engine {
        let graph = try NetworkGraph(spec)
        return try Engine(
            graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)),
            options: EngineOptions(images: images, threads: 2))
    }

    private func train(_ engine: Engine, steps: ClosedRange<Int>) throws -> [Float] {
        var generator = SeededGenerator(seed: 2)
        let images = (0..<4 * 64).map { _ in generator.normal() }
        var embeddings = Matrix(rows: 4, columns: 3)
        var gradient = embeddings
        return try steps.map { step in
            try engine.forward(images, step: step, into: &embeddings)
            let loss = LossSpec.contrastive(margin: 1).evaluate(embeddings, same: [true, false], gradient: &gradient)
            try engine.backward(gradient)
            try engine.update(learningRate: 0.01)
            return loss.value
        }
    }

    @Test func givesBackWhatItWasGiven() throws {
        let graph = try NetworkGraph(spec)
        let parameters = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1))
        #expect(try engine().parameters() == parameters)
    }

    @Test func goesOnBitForBitFromItsSavedState() throws {
        let straight = try engine()
        let losses = try train(straight, steps: 1...8)
        let first = try engine()
        _ = try train(first, steps: 1...4)
        let second = try engine()
        try second.load(first.parameters())
        try second.loadOptimizerState(first.optimizerState())
        #expect(try train(second, steps: 5...8).map(\.bitPattern) == losses.suffix(4).map(\.bitPattern))
        #expect(try second.parameters() == straight.parameters())
    }

    @Test func refusesWrongSizesWithASentence() throws {
        let engine = try engine()
        var embeddings = Matrix(rows: 4, columns: 3)
        #expect(throws: EngineError.self) { try engine.forward([1, 2, 3], step: 1, into: &embeddings) }
        #expect(throws: EngineError.self) { try engine.backward(embeddings) }
        var wrong = Matrix(rows: 4, columns: 2)
        let images = [Float](repeating: 0, count: 4 * 64)
        #expect(throws: EngineError.self) { try engine.forward(images, step: 1, into: &wrong) }
        #expect(throws: EngineError.self) { try engine.embed(images, count: 5, into: &embeddings) }
        var parameters = try engine.parameters()
        parameters["linear1.weight"] = Tensor(shape: [1], values: [0])
        #expect(throws: EngineError("linear1.weight is [1], but this network has it as [3, 144]")) { try engine.load(parameters) }
        parameters["linear1.weight"] = nil
        #expect(throws: EngineError.self) { try engine.load(parameters) }
    }

    @Test func tellsWhatOneDNNChose() throws {
        let reports = try engine().layerReports
        #expect(reports.map(\.name) == ["conv1", "bn1", "relu1", "linear1"])
        #expect(!reports[0].forward.isEmpty && !reports[0].backwardWeights.isEmpty)
        // The first layer needs no gradient with respect to the images.
        #expect(reports[0].backwardData.isEmpty)
    }
}
