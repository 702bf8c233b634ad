import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Engine

/// A loss of differences pushes the two images of a pair in opposite directions, so biases that move both alike have no gradient. Adam
/// would make whole steps of what rounding leaves of it.
@Suite(.serialized) struct CancelingBiasTests {
    @Test(arguments: Precision.computedHere, [1, 2])
    func leaveNothing(precision: Precision, threads: Int) throws {
        let graph = try PairGraph(
            NetworkSpec(
                name: "positive", input: .image(channels: 1, height: 5, width: 5),
                layers: [.flatten, .linear(150, name: "hidden"), .relu, .linear(70, name: "embedding")]))
        let images = 96
        var parameters = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1))
        // So that no image's value is cut off, and a hidden unit moves all embeddings alike.
        parameters["hidden.bias"]?.values = [Float](repeating: 1000, count: 150)
        let engine = try SiameseEngine(
            graph, parameters: parameters,
            options: EngineOptions(images: images, threads: threads, precision: precision))
        var embeddings = Matrix(rows: images, columns: 70)
        try engine.forward(randomNumbers(images * 25, seed: 2), step: 1, into: &embeddings)
        let push: [Float] = randomNumbers(images / 2 * 70, seed: 3)
        try engine.backward(Matrix(rows: images, columns: 70, values: push + push.map(-)))
        let gradients = try engine.gradients()
        for name in ["hidden.bias", "embedding.bias"] {
            let left = try #require(gradients[name]).values.map(abs).max()
            #expect(try #require(left) < 1e-12, "\(name)")
        }
    }
}
