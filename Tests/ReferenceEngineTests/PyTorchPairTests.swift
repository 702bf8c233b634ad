import Foundation
import MetricLearning
import Networks
import ReferenceEngine
import TestSupport
import Testing

/// Holds the reference of whole pairs to PyTorch: separate twins, learned similarities, one pass a side.
@Suite struct PyTorchPairTests {
    @Test(arguments: Fixture.names(beginning: "pair-"))
    func pairsAgree(_ name: String) throws {
        let fixture = try Fixture("pair-" + name)
        let graph = try PairGraph(NetworkSpec(json: Data(fixture.text("spec").utf8)))
        let statistics = try #require(BatchStatistics(rawValue: fixture.text("statistics")))
        let start = try ReferenceSiameseEngine<Double>(
            graph, parameters: fixture.group("parameter"), batchStatistics: statistics)
        let images: [Double] = try fixture.values("images")
        let pairs = images.count / graph.left.input.count / 2

        var engine = start
        let (output, logits) = try engine.forward(images, pairs: pairs, step: 0)
        let seed: [Double] = try fixture.values("seed")
        try graph.head == nil ? engine.backward(seed) : engine.backward(logits: seed)
        var pass = TrainingPass(
            output: output, imageGradient: engine.imageGradient, gradients: engine.gradients.doubles,
            parameters: engine.parameters.doubles, inference: try engine.infer(images))
        pass.logits = logits
        pass.inferenceLogits = try engine.logits(pass.inference)
        let disagreements = try pass.disagreements(with: fixture, outputs: 1e-6, gradients: 1e-6)
        #expect(disagreements == [])

        engine = start
        let losses = try (0..<10).map { step in try takeStep(&engine, images, pairs: pairs, step: step) }
        #expect(relativeDifference(losses, try fixture.values("losses")) < 1e-5)
    }

    /// Every other pair is genuine.
    private func takeStep(
        _ engine: inout ReferenceSiameseEngine<Double>, _ images: [Double], pairs: Int, step: Int
    ) throws -> Double {
        let same = (0..<pairs).map { $0.isMultiple(of: 2) }
        let (embeddings, logits) = try engine.forward(images, pairs: pairs, step: step)
        defer { engine.update(learningRate: 1e-3) }
        guard logits.isEmpty else {
            var slopes = [Float](repeating: 0, count: pairs)
            let loss = LogitLoss.evaluate(logits: logits.map { Float($0) }, same: same, gradient: &slopes)
            try engine.backward(logits: slopes.map(Double.init))
            return Double(loss)
        }
        let rows = DenseMatrix(rows: 2 * pairs, columns: embeddings.count / (2 * pairs), values: embeddings)
        var gradient = rows
        let loss = LossSpec.contrastive(margin: 1).evaluate(rows, same: same, gradient: &gradient)
        try engine.backward(gradient.values)
        return loss.value
    }
}
