import MetricLearning
import Networks
import Testing

@testable import Engine

/// Copies of an image have one embedding to the last bit, wherever they lie in a batch or a part of one: ties between them are ties.
@Suite(.serialized) struct CopiesTests {
    static let networks: [[Layer]] = [
        [.convolution(16, kernel: 3, padding: 1), .batchNorm(), .relu, .maxPool(2), .flatten, .linear(37)],
        [.convolution(5, kernel: 5), .relu, .convolution(64, kernel: 3), .adaptiveAveragePool(), .linear(128), .sigmoid],
        [.flatten, .linear(300), .tanh, .linear(65), .l2Normalize],
    ]

    @Test(arguments: networks) func allCopiesHaveOneEmbedding(_ layers: [Layer]) throws {
        let graph = try NetworkGraph(
            NetworkSpec(name: "copies", input: .image(channels: 1, height: 17, width: 15), layers: layers))
        let precisions: [Precision] = ComputeLibrary.computesBFloat16 ? [.f32, .bf16] : [.f32]
        for (precision, threads) in precisions.flatMap({ precision in [1, 2].map { (precision, $0) } }) {
            let engine = try Engine(
                graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)),
                options: EngineOptions(images: 2, threads: threads, precision: precision, inferenceImages: 16))
            var generator = SeededGenerator(seed: 5)
            let image = (0..<graph.input.count).map { _ in generator.uniform(0...1) }
            // A whole chunk and a part of one; every third image is another one.
            let count = 21
            var images = Array(repeating: image, count: count)
            for place in stride(from: 1, to: count, by: 3) { images[place] = image.map { _ in generator.uniform(0...1) } }
            var embeddings = Matrix(rows: count, columns: graph.output.count)
            try engine.embed(images.flatMap { $0 }, count: count, into: &embeddings)
            for place in 0..<count where place % 3 != 1 {
                #expect(
                    Array(embeddings.row(place)) == Array(embeddings.row(0)), "place \(place), \(threads) threads, \(precision)")
            }
        }
    }
}
