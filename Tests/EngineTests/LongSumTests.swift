import CKernels
import MetricLearning
import Networks
import TestSupport
import Testing

@testable import Engine

/// Sums over a million values keep the digits of float32, in whatever order the values lie: held to plain loops in double.
@Suite(.serialized) struct LongSumTests {
    /// Batch normalization of up to a million values a channel, far from zero, and with another number in every channel.
    @Test(arguments: [(1, 256), (8, 32), (24, 10)]) func normalizesManyValues(channelsSideBySide pixel: Int, repeats: Int) {
        let values = Values(images: 1, groups: 1, area: 4096, pixel: pixel, channels: pixel)
        checkNormalization(values, repeats: repeats)
    }

    /// Ends of rows that fill no vector, and blocks that no channels fill.
    @Test(arguments: [
        Values(images: 3, groups: 5, area: 7, pixel: 1, channels: 5),
        Values(images: 2, groups: 2, area: 9, pixel: 8, channels: 13),
        Values(images: 2, groups: 3, area: 5, pixel: 16, channels: 40),
        Values(images: 1, groups: 1, area: 37, pixel: 21, channels: 21),
        Values(images: 1, groups: 1, area: 3, pixel: 530, channels: 530),
        Values(images: 4, groups: 3, area: 1, pixel: 4, channels: 9),
        Values(images: 2, groups: 2, area: 6, pixel: 32, channels: 40),
        Values(images: 1, groups: 2, area: 50, pixel: 16, channels: 17),
        Values(images: 1, groups: 1, area: 40, pixel: 3, channels: 3),
    ])
    func normalizesAnyOrder(_ values: Values) {
        for relu in [false, true] {
            for type in [kernel_type.float32, .bfloat16] { checkNormalization(values, relu: relu, type: type) }
        }
    }

    @Test func batchStatisticsDoNotDependOnThreads() throws {
        let values = Values(images: 5, groups: 4, area: 33 * 33, pixel: 16, channels: 60)
        let alone = NormalizationRun(values, relu: true, type: .float32, shares: 1)
        for shares: Int32 in [2, 3, 8, 64] {
            let shared = NormalizationRun(values, relu: true, type: .float32, shares: shares)
            #expect(shared.numbers.map(\.bitPattern) == alone.numbers.map(\.bitPattern))
        }
    }

    /// Global pooling of a map of a million values, uneven pooling, and plain pooling by a large window.
    @Test(arguments: [
        [Layer.adaptiveAveragePool(1)], [.adaptiveAveragePool(Extent(height: 3, width: 1))],
        [.averagePool(Extent(height: 500, width: 1000))],
        [.convolution(3, kernel: 1), .adaptiveAveragePool(1)],
    ])
    func averagesAMillionValues(_ layers: [Layer]) throws {
        let input = TensorShape.image(channels: 1, height: 1000, width: 1000)
        let graph = try NetworkGraph(NetworkSpec(name: "means", input: input, layers: layers))
        // As it comes out of a convolution with a weight of one.
        var parameters = ParameterSet()
        for info in graph.parameters {
            parameters[info.name] = Tensor(shape: info.shape, repeating: info.role == .bias ? 0 : 1)
        }
        let engine = try SiameseEngine(
            graph, parameters: parameters, options: EngineOptions(images: 1, offersInputGradient: true))
        let images = randomNumbers(input.count, seed: 3, in: 0...2, as: Float.self)
        var rows = Matrix(rows: 1, columns: graph.output.count)
        try engine.forward(images, step: 0, into: &rows)
        let (channels, cells) = (graph.output.channels, graph.output.height)
        let means: [Float] = (0..<cells).map { cell in
            let range = cell * 1000 / cells * 1000..<((cell + 1) * 1000 + cells - 1) / cells * 1000
            return Float(total(images[range]) / Double(range.count))
        }
        let expected = (0..<channels).flatMap { _ in means }
        #expect(relativeDifference(rows.values, expected) <= 2e-7)
        try engine.backward(Matrix(rows: 1, columns: rows.columns, repeating: 1), includingInput: true)
        let share = total(engine.inputGradient[...])
        #expect(abs(share - Double(rows.columns)) <= 1e-6 * Double(rows.columns))
    }

    @Test func normalizesAMillionNumbersToUnitLength() throws {
        let input = TensorShape.image(channels: 1, height: 1000, width: 1000)
        let graph = try NetworkGraph(NetworkSpec(name: "unit", input: input, layers: [.flatten, .l2Normalize]))
        let engine = try SiameseEngine(
            graph, parameters: ParameterSet(), options: EngineOptions(images: 1, offersInputGradient: true))
        let images = randomNumbers(input.count, seed: 4, in: 0...2, as: Float.self)
        let slopes = randomNumbers(input.count, seed: 5, in: -0.5...1.5, as: Float.self)
        var rows = Matrix(rows: 1, columns: input.count)
        try engine.forward(images, step: 0, into: &rows)
        try engine.backward(Matrix(rows: 1, columns: input.count, values: slopes), includingInput: true)
        let length = product(images, images).squareRoot()
        let along = product(images, slopes) / (length * length)
        let unit: [Float] = images.map { Float(Double($0) / length) }
        #expect(relativeDifference(rows.values, unit) <= 2e-7)
        let gradient: [Float] = zip(images, slopes).map { image, slope in Float((Double(slope) - Double(image) * along) / length)
        }
        #expect(relativeDifference(engine.inputGradient, gradient) <= 3e-7)
    }

    private func total(_ numbers: ArraySlice<Float>) -> Double {
        var sum = 0.0
        for number in numbers { sum += Double(number) }
        return sum
    }

    private func product(_ one: [Float], _ other: [Float]) -> Double {
        var sum = 0.0
        for index in one.indices { sum += Double(one[index]) * Double(other[index]) }
        return sum
    }

    private func checkNormalization(_ values: Values, relu: Bool = true, type: kernel_type = .float32, repeats: Int = 1) {
        let run = NormalizationRun(values, relu: relu, type: type, shares: 3, repeats: repeats)
        let expected = NormalizationOracle(values, run)
        let cases: [(name: String, found: [Float], expected: [Double], type: kernel_type)] = [
            ("outputs", run.outputs, expected.outputs, type),
            ("input's gradient", run.inputGradient, expected.inputGradient, type),
            ("running mean", run.runningMean, expected.runningMean, .float32),
            ("running variance", run.runningVariance, expected.runningVariance, .float32),
            ("scale's gradient", run.scaleGradient, expected.scaleGradient, .float32),
            ("shift's gradient", run.shiftGradient, expected.shiftGradient, .float32),
        ]
        for (name, found, expected, type) in cases {
            let scale = expected.reduce(1e-3) { max($0, abs($1)) }
            // Rounded once: half the distance to the next float32. What is stored as bfloat16 is computed in float32.
            let worst = zip(found, expected).reduce(0) { worst, pair in
                let difference = abs(Double(pair.0) - pair.1)
                return max(
                    worst,
                    type == .float32 ? difference / (Double(Float(pair.1).ulp) / 2 + 1e-9 * scale) : difference / (5e-3 * scale))
            }
            #expect(
                found.count == expected.count && worst <= 1.001, "\(name) of \(values.testDescription), relu \(relu): \(worst)")
        }
    }
}
