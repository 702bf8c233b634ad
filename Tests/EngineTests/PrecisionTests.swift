import Networks
import Testing

@testable import Engine

@Suite(.serialized) struct PrecisionTests {
    private let input = TensorShape.image(channels: 3, height: 9, width: 8)
    private let layers: [Layer] = [
        .convolution(16, kernel: 3, padding: 1), .relu,
        .residual(
            Residual(name: "block", body: [.convolution(16, kernel: 3, padding: 1, bias: false), .batchNorm()])),
        .maxPool(2), .dropout(0.2), .linear(12), .tanh, .linear(4),
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
    @Test func bfloat16StaysWithinItsDigits() throws {
        var agreement = try Agreement(layers, input: input)
        agreement.precision = .bf16
        agreement.outputTolerance = 2e-2
        agreement.gradientTolerance = 6e-2
        agreement.trainedTolerance = 5e-2
        try agreement.check()
    }

    @Test func automaticChoiceIsTheSameEveryTime() throws {
        var agreement = try Agreement(layers, input: input)
        agreement.precision = .auto
        #expect(try agreement.makeEngine().layerReports == agreement.makeEngine().layerReports)
    }
}
