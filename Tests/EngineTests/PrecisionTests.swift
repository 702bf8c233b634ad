import MetricLearning
import Networks
import Testing

@testable import Engine

@Suite(.serialized) struct PrecisionTests {
    private let input = TensorShape.image(channels: 3, height: 9, width: 8)
    /// Smooth all through: where a ReLU or a largest value changes sides for a rounding, gradients differ without being wrong.
    private let layers: [Layer] = [
        .convolution(16, kernel: 3, padding: 1), .tanh,
        .residual(
            Residual(name: "block", body: [.convolution(16, kernel: 3, padding: 1), .sigmoid], activation: .tanh)),
        .averagePool(2), .linear(12), .tanh, .linear(4),
    ]

    @Test func winogradKeepsMostDigits() throws {
        var agreement = try Agreement(
            [
                .convolution(16, kernel: 3), .relu, .convolution(16, kernel: 3, padding: 1), .relu,
                .convolution(16, kernel: 3, padding: 1), .linear(4),
            ], input: input)
        agreement.arithmetic = .winograd
        // Its transforms add and subtract numbers larger than the result (Lavin, Gray 2016, section 7).
        agreement.outputTolerance = 1e-4
        agreement.gradientTolerance = 1e-3
        try agreement.check()
        let reports = try agreement.makeEngine().layerReports
        withKnownIssue("this processor has no AVX-512, which oneDNN's Winograd needs", isIntermittent: true) {
            #expect(reports.contains { $0.forward.contains("wino") })
        }
    }

    /// bfloat16 has eight bits of mantissa, so every rounding moves a number by up to 2^-9; a handful follow each other here.
    @Test(.enabledWithBFloat16) func bfloat16StaysWithinItsDigits() throws {
        var agreement = try Agreement(layers, input: input)
        agreement.precision = .bf16
        agreement.outputTolerance = 2e-2
        // The two sides of a pair pull against each other, so that biases keep the rounding of what cancels.
        agreement.gradientTolerance = 0.15
        agreement.trainedTolerance = 5e-2
        try agreement.check()
    }

    /// One that no weights before it can take in: after a pooling, and after the ReLU of a convolution.
    @Test(.enabledWithBFloat16) func bfloat16NormalisesWithFixedStatistics() throws {
        var agreement = try Agreement(
            [
                .convolution(8, kernel: 3), .sigmoid, .batchNorm(), .averagePool(2), .batchNorm(), .tanh, .flatten, .batchNorm(),
                .linear(4),
            ], input: input)
        agreement.precision = .bf16
        agreement.outputTolerance = 3e-2
        agreement.gradientTolerance = 0.3
        agreement.trainedTolerance = 0.1
        try agreement.check()
    }

    @Test func automaticChoiceIsTheSameEveryTime() throws {
        var agreement = try Agreement(layers, input: input)
        agreement.precision = .auto
        #expect(try agreement.makeEngine().layerReports == agreement.makeEngine().layerReports)
    }

    /// A training pass copies weights into the bytes of their gradients; with channels that fill no vector, oneDNN pads both.
    @Test(arguments: Precision.computedHere) func copiesOfWeightsLeaveNothingInGradients(precision: Precision) throws {
        let odd: [Layer] = [
            .convolution(5, kernel: 3, padding: 1), .relu, .convolution(19, kernel: 3), .tanh, .convolution(7, kernel: 1),
            .linear(13), .tanh, .linear(3),
        ]
        var agreement = try Agreement(odd, input: input)
        agreement.precision = precision
        let engine = try agreement.makeEngine()
        var generator = SeededGenerator(seed: 3)
        let images = (0..<2 * agreement.pairs * input.count).map { _ in generator.normal() }
        var embeddings = Matrix(rows: 2 * agreement.pairs, columns: 3)
        for step in 1...3 {
            try engine.forward(images, step: step, into: &embeddings)
            try engine.backward(embeddings)
            let squares = try engine.gradients().flatMap { $0.tensor.values }.map { Double($0) * Double($0) }
            let norm = Float(squares.reduce(0, +).squareRoot())
            #expect(abs(engine.gradientNorm() - norm) <= 1e-5 * norm)
            try engine.update(learningRate: 1e-3)
        }
    }
}

extension Precision {
    /// Those that this processor computes in.
    static var computedHere: [Precision] { allCases.filter { $0 != .bf16 || ComputeLibrary.computesBFloat16 } }
}

extension Trait where Self == ConditionTrait {
    static var enabledWithBFloat16: Self {
        .enabled(if: ComputeLibrary.computesBFloat16, "this processor cannot multiply bfloat16")
    }
}
