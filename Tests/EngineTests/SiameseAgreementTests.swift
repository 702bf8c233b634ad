import MetricLearning
import Networks
import ReferenceEngine
import TestSupport
import Testing

@testable import Engine

/// Holds the engine of whole pairs to the slow one: shared and separate twins, both heads, both ways of batch statistics.
@Suite(.serialized) struct SiameseAgreementTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var head = Head.distance(.euclidean)
        var twins = Twins.shared
        var batchStatistics = BatchStatistics.joint
        var clip: Float?
    }

    /// No bias right before the comparison: differences do not change when both embeddings are shifted.
    private static let layers: [Layer] = [
        .reflectionPad(1), .convolution(8, kernel: 3), .batchNorm(), .relu, .maxPool(2), .dropout(0.2),
        .convolution(6, kernel: 3, padding: 1), .tanh, .linear(7, bias: false),
    ]
    private static let other: [Layer] = [.convolution(5, kernel: 3, stride: 2), .batchNorm(), .tanh, .linear(7)]

    private static func similarity(_ difference: Head.Difference) -> Head {
        .similarity(difference: difference, layers: [.linear(9), .relu, .dropout(0.3), .linear(1, name: "logit")])
    }

    static let cases: [Case] = [
        Case(testDescription: "shared, distance"),
        Case(testDescription: "shared, distance, clipped", clip: 0.05),
        Case(testDescription: "shared, distance, branchwise", batchStatistics: .branchwise),
        Case(testDescription: "shared, absolute difference", head: similarity(.absolute)),
        Case(testDescription: "shared, signed difference", head: similarity(.signed)),
        Case(
            testDescription: "shared, absolute difference, branchwise, clipped", head: similarity(.absolute),
            batchStatistics: .branchwise, clip: 0.05),
        Case(testDescription: "unshared, distance", twins: .separate(right: nil)),
        Case(testDescription: "two networks, distance", twins: .separate(right: other)),
        Case(testDescription: "two networks, signed difference", head: similarity(.signed), twins: .separate(right: other)),
        Case(testDescription: "unshared, absolute difference", head: similarity(.absolute), twins: .separate(right: nil)),
    ]

    private static let pairs = 5

    @Test(arguments: cases)
    func agreesWithTheSlowEngine(_ example: Case) throws {
        let graph = try PairGraph(
            NetworkSpec(
                name: "pair", input: .image(channels: 3, height: 9, width: 8), layers: Self.layers, head: example.head,
                twins: example.twins))
        let parameters = graph.initialParameters(.pytorch, using: SeededGenerator(seed: 4))
        var options = EngineOptions(
            images: 2 * Self.pairs, threads: 2, optimizer: Agreement.calmAdam, dropoutSeed: 5, inferenceImages: 4,
            gradientClip: example.clip, batchStatistics: example.batchStatistics)
        options.offersInputGradient = true
        let fast = try SiameseEngine(graph, parameters: parameters, options: options)
        var slow = try ReferenceSiameseEngine<Double>(
            graph, parameters: parameters, optimizer: Agreement.calmAdam, dropoutSeed: 5,
            batchStatistics: example.batchStatistics)
        let images: [Float] = randomNumbers(2 * Self.pairs * graph.left.input.count, seed: 6)
        for step in 1...4 {
            // The first step compares single passes; later ones what has grown from small differences.
            let (outputs, gradients) = step == 1 ? (1e-5, 1e-4) : (1e-3, 1e-2)
            try takeStep(fast, &slow, images, step: step, within: (outputs, gradients))
            try fast.update(learningRate: 1e-3)
            slow.update(learningRate: 1e-3, clip: example.clip.map(Double.init))
        }
        #expect(try fast.parameters().names == graph.parameters.map(\.name))
        for (name, tensor) in slow.parameters {
            #expect(relativeDifference(try fast.parameters()[name]?.values ?? [], tensor.values) < 2e-3, "\(name)")
        }
        try checkInference(fast, images)
    }

    private func takeStep(
        _ fast: SiameseEngine, _ slow: inout ReferenceSiameseEngine<Double>, _ images: [Float], step: Int,
        within tolerance: (outputs: Double, gradients: Double)
    ) throws {
        let same = (0..<Self.pairs).map { $0.isMultiple(of: 2) }
        var embeddings = Matrix(rows: 2 * Self.pairs, columns: 7)
        let expected = try slow.forward(images.map(Double.init), pairs: Self.pairs, step: step)
        if fast.graph.head != nil {
            var logits = [Float](repeating: 0, count: Self.pairs)
            var gradient = logits
            try fast.forward(images, step: step, into: &embeddings, logits: &logits)
            #expect(relativeDifference(logits.map(Double.init), expected.logits) < tolerance.outputs, "logits \(step)")
            _ = LogitLoss.evaluate(logits: logits, same: same, gradient: &gradient)
            try fast.backward(logits: gradient, includingInput: true)
            try slow.backward(logits: gradient.map(Double.init))
        } else {
            var gradient = embeddings
            try fast.forward(images, step: step, into: &embeddings)
            _ = LossSpec.contrastive(margin: 2).evaluate(embeddings, same: same, gradient: &gradient)
            try fast.backward(gradient, includingInput: step == 1)
            try slow.backward(gradient.values.map(Double.init))
        }
        #expect(relativeDifference(embeddings.values.map(Double.init), expected.embeddings) < tolerance.outputs, "rows \(step)")
        #expect(abs(Double(fast.gradientNorm()) / slow.gradientNorm - 1) < tolerance.gradients, "norm \(step)")
        guard step == 1 else { return }
        #expect(relativeDifference(fast.inputGradient.map(Double.init), slow.imageGradient) < tolerance.gradients, "images")
        let gradients = try fast.gradients()
        #expect(gradients.names == fast.graph.parameters.filter(\.isTrainable).map(\.name))
        // A bias before batch norm has no gradient but rounding: what counts is its size beside the others.
        let floor = (gradients.flatMap(\.tensor.values).map(abs).max() ?? 0) / 100
        for (name, tensor) in slow.gradients {
            let scale = max(tensor.values.map(abs).max() ?? 0, floor)
            let worst = zip(gradients[name]?.values ?? [], tensor.values).map { abs($0 - $1) }.max() ?? .infinity
            #expect(Double(worst) <= tolerance.gradients * Double(scale), "\(name) differs by \(worst / scale)")
        }
    }

    /// Embeddings of both sides and the logits of their pairs, from the fast engine's own numbers.
    private func checkInference(_ fast: SiameseEngine, _ images: [Float]) throws {
        let half = images.count / 2
        let left = try embeddings(of: Array(images[..<half]), .left, fast)
        let right = try embeddings(of: Array(images[half...]), .right, fast)
        let twin = try ReferenceSiameseEngine<Double>(fast.graph, parameters: fast.parameters())
        let expectedLeft = try twin.left.infer(images[..<half].map(Double.init), count: Self.pairs)
        let expectedRight = try (fast.graph.right == nil ? twin.left : twin.right ?? twin.left)
            .infer(images[half...].map(Double.init), count: Self.pairs)
        #expect(relativeDifference(left.values.map(Double.init), expectedLeft) < 2e-5)
        #expect(relativeDifference(right.values.map(Double.init), expectedRight) < 2e-5)
        guard fast.graph.head != nil else {
            #expect(throws: EngineError.self) { try fast.logits(left: left, right: right) }
            return
        }
        let expected = try twin.logits((left.values + right.values).map(Double.init))
        let logits = try fast.logits(left: left, right: right)
        #expect(relativeDifference(logits.map(Double.init), expected) < 2e-5)
        let chosen = try fast.logits(ofPairs: [(3, 3), (0, 0), (3, 3)], left: left, right: right)
        #expect(zip(chosen, [logits[3], logits[0], logits[3]]).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(throws: EngineError.self) { try fast.logits(ofPairs: [(0, Self.pairs)], left: left, right: right) }
    }

    private func embeddings(
        of images: [Float], _ side: SiameseEngine.Side, _ engine: SiameseEngine
    ) throws -> Matrix {
        var rows = Matrix(rows: Self.pairs, columns: 7)
        try engine.embed(images, count: Self.pairs, side: side, into: &rows)
        return rows
    }
}
