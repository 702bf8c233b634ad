import Networks
import Testing

@Suite(.serialized) struct PresetAgreementTests {
    @Test func conv4() throws {
        var agreement = try Agreement(
            Preset.conv4.spec(input: .image(channels: 1, height: 16, width: 16), embedding: 8), pairs: 2)
        // Winograd, and batch statistics over two or four values in the last block.
        agreement.outputTolerance = 5e-4
        agreement.gradientTolerance = 5e-3
        agreement.trainedTolerance = 2e-2
        try agreement.check()
    }

    @Test func kochNarrowed() throws {
        // Koch's layers and windows with few channels: the slow engine takes minutes at full width.
        try Agreement(
            [
                .convolution(2, kernel: 10), .relu, .maxPool(2), .convolution(3, kernel: 7), .relu, .maxPool(2),
                .convolution(4, kernel: 4), .relu, .maxPool(2), .convolution(6, kernel: 4), .relu, .flatten,
                .linear(16, name: "embedding"), .sigmoid,
            ], input: .image(channels: 1, height: 85, width: 85), pairs: 1
        ).check()
    }
}
