import Networks
import ReferenceEngine
import TestSupport
import Testing

/// Holds every operation's backward pass to what the forward pass does when one number moves a little, in Double.
@Suite struct FiniteDifferenceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let layers: [Layer]
        var input = TensorShape.image(channels: 2, height: 6, width: 5)
    }

    static let cases: [Case] = [
        Case(testDescription: "convolution", layers: [.convolution(3, kernel: 3)]),
        Case(
            testDescription: "convolution, strided, padded, uneven",
            layers: [
                .convolution(
                    2, kernel: Extent(height: 3, width: 2), stride: Extent(height: 2, width: 1),
                    padding: Extent(height: 1, width: 2), bias: false)
            ]),
        Case(
            testDescription: "convolution, dilated, grouped",
            layers: [.convolution(4, kernel: 2, padding: 1, dilation: 2, groups: 2)]),
        Case(testDescription: "linear", layers: [.linear(3)]),
        Case(testDescription: "linear without bias, on a vector", layers: [.flatten, .linear(3, bias: false)]),
        Case(testDescription: "batch norm of maps", layers: [.batchNorm()]),
        // No bias before a normalisation: its gradient is zero, which nothing can be relative to.
        Case(testDescription: "batch norm of vectors", layers: [.linear(4, bias: false), .batchNorm(epsilon: 1e-3)]),
        Case(testDescription: "relu", layers: [.relu]),
        Case(testDescription: "leaky relu", layers: [.leakyReLU(slope: 0.2)]),
        Case(testDescription: "sigmoid", layers: [.sigmoid]),
        Case(testDescription: "tanh", layers: [.tanh]),
        Case(testDescription: "max-pool", layers: [.maxPool(2)]),
        Case(testDescription: "max-pool, overlapping, padded", layers: [.maxPool(3, stride: 2, padding: 1)]),
        Case(testDescription: "average pool", layers: [.averagePool(2)]),
        Case(testDescription: "average pool, overlapping, padded", layers: [.averagePool(3, stride: 2, padding: 1)]),
        Case(testDescription: "adaptive average pool, uneven cells", layers: [.adaptiveAveragePool(Extent(height: 4, width: 2))]),
        Case(testDescription: "reflection pad", layers: [.reflectionPad(2)]),
        Case(testDescription: "dropout", layers: [.dropout(0.4)]),
        Case(testDescription: "l2 normalize", layers: [.flatten, .l2Normalize]),
        Case(testDescription: "softmax", layers: [.flatten, .softmax]),
        Case(
            testDescription: "residual, identity",
            layers: [.residual(Residual(name: "b", body: [.convolution(2, kernel: 3, padding: 1, bias: false), .batchNorm()]))]),
        Case(
            testDescription: "residual, projected, nested",
            layers: [
                .residual(
                    Residual(
                        name: "b",
                        body: [
                            .convolution(3, kernel: 1, stride: 2), .residual(Residual(name: "c", body: [.tanh], activation: nil)),
                        ],
                        shortcut: [.convolution(3, kernel: 1, stride: 2, name: "0")], activation: .sigmoid))
            ]),
    ]

    @Test(arguments: cases)
    func gradientsAreWhatTheForwardPassDoes(_ example: Case) throws {
        let graph = try NetworkGraph(NetworkSpec(name: "one", input: example.input, layers: example.layers))
        var parameters = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 3))
        for (name, tensor) in parameters where name.contains("bn") {
            // Scales and shifts that are not one and zero.
            parameters[name]?.values = randomNumbers(tensor.values.count, seed: 9, in: 0.5...1.5)
        }
        let count = 3
        let images: [Double] = randomNumbers(count * graph.input.count, seed: 1)
        // A loss whose gradient is known: the sum of the outputs, each weighed differently.
        let weights: [Double] = randomNumbers(count * graph.output.count, seed: 2)
        var engine = try ReferenceEngine<Double>(graph, parameters: parameters, dropoutSeed: 5)
        let start = engine
        _ = try engine.forward(images, count: count, step: 7)
        try engine.backward(weights)

        func loss(_ engine: ReferenceEngine<Double>, _ images: [Double]) throws -> Double {
            var engine = engine
            return zip(try engine.forward(images, count: count, step: 7), weights).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let step = 1e-6
        var expected = try images.indices.map { index in
            var (up, down) = (images, images)
            up[index] += step
            down[index] -= step
            return (try loss(start, up) - loss(start, down)) / (2 * step)
        }
        #expect(relativeDifference(engine.imageGradient, expected) < 1e-6, "the images")
        for parameter in graph.parameters where parameter.isTrainable {
            expected = try (0..<parameter.count).map { index in
                var (up, down) = (start, start)
                up.weights[parameter.name]?[index] += step
                down.weights[parameter.name]?[index] -= step
                return (try loss(up, images) - loss(down, images)) / (2 * step)
            }
            #expect(relativeDifference(engine.slopes[parameter.name] ?? [], expected) < 1e-6, "\(parameter.name)")
        }
    }
}
