import Testing

@testable import MetricLearning

/// The losses that compare classes, computed as products of matrices, against the same pair by pair.
struct DistanceTableTests {
    static let losses: [LossSpec] = [
        .supervisedContrastive(), .multiSimilarity(), .multiSimilarity(miningMargin: 0.1),
        .triplet(margin: 0.5), .triplet(margin: 0.5, mining: .batchAll, distance: .squaredEuclidean),
        .triplet(margin: 0.2, mining: .semiHard, distance: .cosine), .triplet(margin: 0, isSoft: true),
    ]

    /// Sizes that do not fill the kernels' blocks, two equal rows, and a zero one.
    @Test(arguments: losses, [(7, 5), (10, 40), (33, 67)])
    func agreesWithSinglePairs(_ loss: LossSpec, _ size: (rows: Int, columns: Int)) {
        var seed: UInt64 = 7
        func random() -> Float {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(seed >> 40) / Float(1 << 24) - 0.5
        }
        var embeddings = Matrix(
            rows: size.rows, columns: size.columns, values: (0..<size.rows * size.columns).map { _ in random() })
        for column in 0..<size.columns {
            embeddings[3, column] = 0
            embeddings[4, column] = embeddings[0, column]
        }
        let labels = (0..<size.rows).map { $0 / 3 }
        let exact = DenseMatrix<Double>(rows: size.rows, columns: size.columns, values: embeddings.values.map(Double.init))
        var fastGradient = Matrix(rows: size.rows, columns: size.columns, repeating: 9)
        var slowGradient = DenseMatrix<Double>(rows: size.rows, columns: size.columns)
        let fast = loss.evaluate(embeddings, labels: labels, gradient: &fastGradient)
        let slow = loss.evaluate(exact, labels: labels, gradient: &slowGradient)
        #expect(abs(Double(fast.value) - slow.value) < 1e-5 * max(1, abs(slow.value)))
        #expect(abs(Double(fast.genuineDistance) - slow.genuineDistance) < 1e-5)
        #expect(abs(Double(fast.impostorDistance) - slow.impostorDistance) < 1e-5)
        #expect(abs(fast.activeFraction - slow.activeFraction) < 1e-6)
        let largest = slowGradient.values.map(abs).max() ?? 0
        for (one, other) in zip(fastGradient.values, slowGradient.values) {
            #expect(abs(Double(one) - other) <= 2e-5 * largest)
        }
    }
}
