import MetricLearning
import Networks
import Testing

@testable import Engine

/// Whatever shape inference accepts, the engine trains: no network passes `describe` and fails at its first step.
@Suite(.serialized) struct BoundaryTests {
    struct Candidate: Sendable, CustomTestStringConvertible {
        let layers: [Layer]
        var input = TensorShape.image(channels: 2, height: 5, width: 6)
        var testDescription: String { "\(layers) of \(input)" }
    }

    /// Every field of every layer at the ends of its range and just beyond them; most of those beyond are refused.
    private static var layers: [Layer] {
        let tiny: [Float] = [.leastNonzeroMagnitude, .leastNormalMagnitude, 1e-30, 1e30, .greatestFiniteMagnitude]
        let odd: [Float] = [-1, -0.0, 0, .nan, .infinity, -.infinity]
        var layers: [Layer] = [.relu, .sigmoid, .tanh, .flatten, .softmax, .l2Normalize]
        layers += (tiny + odd + [0.01, 1, 2]).map { .leakyReLU(slope: $0) }
        layers += (tiny + odd).flatMap { number -> [Layer] in
            [
                .batchNorm(epsilon: number), .batchNorm(momentum: number), .batchNorm(initialScale: number),
                .operation(.l2Normalize(L2Normalize(epsilon: number))), .dropout(number),
            ]
        }
        layers += [.batchNorm(momentum: 1), .dropout(Float(1).nextDown), .dropout(1), .dropout(0.95)]
        layers += [0, 1, 2, 3, 4, 5, 6].map { .reflectionPad($0) }
        layers += [(1, 1), (1, 6), (5, 1), (5, 6), (7, 9), (3, 4)].map { .adaptiveAveragePool(Extent(height: $0, width: $1)) }
        for kernel in [1, 2, 3, 5, 6, 7] {
            for stride in [1, 2, 6, 100] {
                for padding in [0, 1, kernel / 2, kernel, 8] {
                    let (size, step, border) = (Extent(kernel), Extent(stride), Extent(padding))
                    layers.append(.convolution(3, kernel: size, stride: step, padding: border))
                    layers.append(.maxPool(size, stride: step, padding: border))
                    layers.append(.averagePool(size, stride: step, padding: border))
                }
            }
        }
        for dilation in [1, 2, 3, 50] {
            layers.append(.convolution(2, kernel: 2, padding: 1, dilation: Extent(dilation)))
            layers.append(.convolution(2, kernel: 1, dilation: Extent(dilation)))
            layers.append(.convolution(2, kernel: 3, padding: 50, dilation: Extent(dilation)))
        }
        layers += [(1, 1), (2, 2), (4, 2), (3, 3), (1, 2), (0, 1), (2, 0), (17, 1)].map {
            .convolution($0, kernel: Extent(height: 3, width: 1), groups: $1)
        }
        layers += [0, 1, 2, 17].flatMap { [.linear($0), .linear($0, bias: false)] }
        return layers
    }

    static var candidates: [Candidate] {
        layers.flatMap { layer -> [Candidate] in
            [
                Candidate(layers: [layer]), Candidate(layers: [.convolution(3, kernel: 1), layer, .linear(3)]),
                Candidate(layers: [.linear(4), layer, .linear(3)]),
                Candidate(layers: [.convolution(16, kernel: 3), .batchNorm(), .relu, layer, .flatten, .linear(3)]),
                Candidate(layers: [layer, .linear(2)], input: .image(channels: 1, height: 1, width: 1)),
            ]
        }
    }

    @Test(arguments: ComputeLibrary.computesBFloat16 ? [Precision.f32, .bf16] : [.f32])
    func whatInferenceAcceptsTheEngineTrains(precision: Precision) throws {
        var accepted = 0
        for candidate in Self.candidates {
            let spec = NetworkSpec(name: "edge", input: candidate.input, layers: candidate.layers)
            guard let graph = try? NetworkGraph(spec) else { continue }
            accepted += 1
            do {
                try trainOnce(graph, precision)
            } catch {
                Issue.record("\(candidate.testDescription): \(error)")
            }
        }
        #expect(accepted > 500)
    }

    @Test(arguments: [Float(-0.01), -1, .nan, 1001, 1e30, .infinity]) func aNegativeSlopeIsRefusedBeforeAnythingRuns(
        _ slope: Float
    ) {
        let spec = NetworkSpec(
            name: "leaky", input: .image(channels: 1, height: 4, width: 4), layers: [.leakyReLU(slope: slope), .linear(2)])
        #expect(throws: NetworkError("relu1 needs a slope from 0 to 1000")) { try NetworkGraph(spec) }
    }

    private func trainOnce(_ graph: NetworkGraph, _ precision: Precision) throws {
        let engine = try Engine(
            graph, parameters: graph.initialParameters(.pytorch, using: SeededGenerator(seed: 1)),
            options: EngineOptions(images: 4, threads: 1, precision: precision, inferenceImages: 2))
        var generator = SeededGenerator(seed: 2)
        let images = (0..<4 * graph.input.count).map { _ in generator.normal() }
        var embeddings = Matrix(rows: 4, columns: graph.output.count)
        var gradient = embeddings
        for step in 1...2 {
            try engine.forward(images, step: step, into: &embeddings)
            _ = LossSpec.contrastive(margin: 1).evaluate(embeddings, same: [true, false], gradient: &gradient)
            try engine.backward(gradient)
            try engine.update(learningRate: 0.01)
        }
        try engine.embed(images, count: 4, into: &embeddings)
    }
}
