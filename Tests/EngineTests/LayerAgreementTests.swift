import Networks
import Testing

@Suite(.serialized) struct LayerAgreementTests {
    private let small = TensorShape.image(channels: 3, height: 9, width: 8)

    @Test func convolution() throws {
        try Agreement([.convolution(5, kernel: 3, padding: 1), .linear(4)], input: small).check()
    }

    @Test func convolutionWithStrideAndOddKernel() throws {
        try Agreement(
            [.convolution(7, kernel: Extent(height: 2, width: 3), stride: 2, padding: 1, bias: false), .linear(4)], input: small
        ).check()
    }

    @Test func convolutionsOneAfterAnother() throws {
        // Sixteen channels and more: blocked layouts.
        try Agreement(
            [.convolution(32, kernel: 3, padding: 1), .convolution(16, kernel: 3, padding: 1), .linear(4)], input: small
        )
        .check()
    }

    @Test func groupedAndDilatedConvolution() throws {
        try Agreement(
            [
                .convolution(8, kernel: 3, padding: 1), .convolution(8, kernel: 3, padding: 2, dilation: 2, groups: 4),
                .linear(4),
            ], input: small
        ).check()
    }

    @Test(arguments: [Layer.relu, .sigmoid, .tanh, .leakyReLU(slope: 0.2)]) func activations(_ activation: Layer) throws {
        try Agreement([.convolution(6, kernel: 3), activation, .linear(4), activation], input: small).check()
    }

    @Test func maxPool() throws {
        try Agreement([.convolution(6, kernel: 3), .maxPool(2), .linear(4)], input: small).check()
    }

    @Test func overlappingPaddedMaxPool() throws {
        try Agreement([.convolution(6, kernel: 3), .maxPool(3, stride: 2, padding: 1), .linear(4)], input: small).check()
    }

    @Test func averagePools() throws {
        try Agreement([.convolution(6, kernel: 3), .averagePool(2, padding: 1), .linear(4)], input: small).check()
        try Agreement([.convolution(6, kernel: 2), .adaptiveAveragePool(1), .linear(4)], input: small).check()
        try Agreement(
            [.convolution(6, kernel: 2), .adaptiveAveragePool(Extent(height: 3, width: 2)), .linear(4)], input: small
        ).check()
    }

    @Test func batchNormAlone() throws {
        try Agreement([.convolution(6, kernel: 3), .batchNorm(), .linear(4)], input: small).check()
    }

    @Test func batchNormWithReLU() throws {
        try Agreement([.convolution(16, kernel: 3, bias: false), .batchNorm(), .relu, .maxPool(2), .linear(4)], input: small)
            .check()
    }

    @Test func batchNormOfVectors() throws {
        try Agreement([.flatten, .linear(10), .batchNorm(), .relu, .linear(4)], input: small, pairs: 5).check()
    }

    @Test func batchNormOnImages() throws {
        try Agreement([.batchNorm(), .convolution(4, kernel: 3), .linear(4)], input: small).check()
    }

    @Test func flattenBeforeAnother() throws {
        try Agreement([.convolution(6, kernel: 3), .flatten, .tanh, .linear(4)], input: small).check()
        try Agreement([.convolution(6, kernel: 3), .flatten], input: small).check()
    }

    @Test func dropout() throws {
        try Agreement([.convolution(6, kernel: 3), .dropout(0.3), .linear(16), .dropout(0.5), .linear(4)], input: small).check()
    }

    @Test func l2Normalization() throws {
        try Agreement([.linear(6), .l2Normalize], input: small).check()
    }

    @Test func softmax() throws {
        try Agreement([.linear(6), .softmax], input: small).check()
    }

    @Test func reflectionPadding() throws {
        try Agreement([.reflectionPad(2), .convolution(6, kernel: 3), .reflectionPad(1), .linear(4)], input: small).check()
    }

    @Test func residualBlocks() throws {
        let identity = Residual(
            name: "block1",
            body: [
                .convolution(8, kernel: 3, padding: 1, bias: false), .batchNorm(), .relu,
                .convolution(8, kernel: 3, padding: 1, bias: false), .batchNorm(),
            ])
        let projection = Residual(
            name: "block2", body: [.convolution(6, kernel: 3, stride: 2, padding: 1), .relu],
            shortcut: [.convolution(6, kernel: 1, stride: 2, bias: false), .batchNorm()])
        var agreement = try Agreement(
            [.convolution(8, kernel: 3, padding: 1), .relu, .residual(identity), .residual(projection), .linear(4)], input: small)
        agreement.gradientTolerance = 3e-4
        try agreement.check()
    }

    @Test func residualBlocksOverVectors() throws {
        let block = Residual(name: "block1", body: [.linear(5), .sigmoid, .linear(small.count)], activation: nil)
        try Agreement([.flatten, .residual(block), .linear(4)], input: small).check()
        try Agreement(
            [
                .convolution(3, kernel: 1), .relu, .flatten,
                .residual(
                    Residual(name: "block1", body: [.linear(3 * small.height * small.width)])), .linear(4),
            ], input: small
        ).check()
    }

    @Test(arguments: [
        OptimizerSpec.sgdDefault, .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.01),
        .adam(beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1),
        .adamW(beta1: 0.9, beta2: 0.999, epsilon: 1e-4, weightDecay: 0.01),
        .rmsProp(alpha: 0.9, epsilon: 1e-6, momentum: 0.5, weightDecay: 0.01),
    ])
    func optimizers(_ optimizer: OptimizerSpec) throws {
        // No bias before the loss: its true gradient is zero, and what Adam makes of a zero's rounding is no agreement.
        try Agreement([.convolution(6, kernel: 3), .tanh, .linear(4, bias: false)], input: small, optimizer: optimizer).check()
    }

    @Test func oddBatches() throws {
        for pairs in [1, 2, 7] {
            try Agreement([.convolution(17, kernel: 3), .relu, .maxPool(2), .linear(5)], input: small, pairs: pairs).check()
        }
    }
}
