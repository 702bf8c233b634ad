import Networks
import TestSupport
import Testing

@testable import MetricLearning

/// Equal and nearly equal embeddings: no rounding between what is the same, and no digits lost between what is close.
@Suite struct EqualEmbeddingsTests {
    private static func rows(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        Matrix(rows: rows, columns: columns, values: randomNumbers(rows * columns, seed: seed, in: -3...3))
    }

    /// An image is exactly nothing away from itself and from its copy, and pairs are as far apart in either order.
    @Test(arguments: Distance.allCases, [1, 2, 7, 8, 64, 129, 512])
    func anImageIsExactlyAtItself(_ distance: Distance, _ columns: Int) {
        for seed in 0..<20 {
            let rows = Self.rows(2, columns, seed: UInt64(seed))
            let (one, other) = (rows.row(0), rows.row(1))
            // One number has no correlation.
            guard columns > 1 || distance != .correlation else { continue }
            #expect(distance(one, one) == 0)
            #expect(distance(one, other) == distance(other, one))
            #expect(distance(one, other) >= 0)
            let gradients = distance.gradients(one, one)
            #expect(gradients.left.allSatisfy { $0 == 0 } && gradients.right.allSatisfy { $0 == 0 })
        }
    }

    @Test(arguments: Distance.allCases) func tablesSeeCopiesAsCopies(_ distance: Distance) {
        var rows = Self.rows(9, 77, seed: 3)
        rows.replaceRows(at: 5, with: Matrix(rows: 1, columns: 77, values: Array(rows.row(1))), count: 1)
        guard let table = DistanceTable(distance, rows) else { return }
        for row in 0..<9 {
            #expect(table.distances[row, row] == 0)
            #expect(table.distances[row, 1] == table.distances[row, 5])
        }
        #expect(table.distances[1, 5] == 0)
    }

    /// A query between two copies: neither is nearer, so the answer is wrong, and retrieval puts the other class first.
    @Test(arguments: Distance.allCases) func copiesTie(_ distance: Distance) throws {
        for seed in 0..<50 {
            let rows = Self.rows(3, 100, seed: UInt64(seed))
            let embeddings = Matrix(rows: 4, columns: 100, values: rows.values + Array(rows.row(1)))
            // Rows 1 and 3 are copies of each other, of different classes.
            let episode = Episode(query: 0, supports: [[1], [3]], answer: 0)
            let isRight = episode.isRight { distance(embeddings.row($0), embeddings.row($1)) }
            #expect(!isRight)
            let retrieval = try Retrieval(embeddings: embeddings, labels: [0, 0, 2, 3], distance: distance, recallAt: [1, 2, 3])
            // Image 0 finds its own behind its copy; image 1 has a copy of another class at distance zero.
            #expect(retrieval.precisionAt1 == 0)
            let nearest = NearestNeighbours(gallery: embeddings, distance: distance).nearest(to: embeddings.row(1), count: 2)
            #expect(nearest.map(\.row) == [1, 3] && nearest.allSatisfy { $0.distance == 0 })
        }
    }

    @Test func theOrderOfSupportsBreaksNoTie() {
        let distances: [Float] = [0, 0.1, 0.2, 0.3, 0.7, 0.3, 0.7, 0.2, 0.1]
        let episode = Episode(query: 0, supports: [[1, 2, 3, 4], [5, 6, 7, 8]], answer: 0)
        #expect(!episode.isRight { distances[$1] })
        #expect(!Episode(query: 0, supports: [[5, 6, 7, 8], [1, 2, 3, 4]], answer: 0).isRight { distances[$1] })
    }

    private static let losses: [LossSpec] =
        [Distance.euclidean, .squaredEuclidean, .cosine, .correlation, .manhattan].flatMap { distance -> [LossSpec] in
            [
                .contrastive(margin: 0.5, distance: distance), .crossEntropy(margin: 0.5, distance: distance),
                .triplet(margin: 0.2, mining: .batchAll, distance: distance),
                .triplet(margin: 0.2, mining: .batchHard, distance: distance),
                .triplet(margin: 0, mining: .batchHard, isSoft: true, distance: distance),
            ]
        } + [.supervisedContrastive(), .multiSimilarity(), .cosineEmbedding(margin: 0.1)]

    /// The gradient of embeddings that lie close to each other, held to the same in Double. Directions are rounded once in Float, which
    /// at this spread is what limits cosines; differences of the rows themselves are exact.
    @Test(arguments: losses) func closeEmbeddingsHaveExactGradients(_ loss: LossSpec) {
        let (count, columns) = (24, 96)
        let center: [Float] = randomNumbers(columns, seed: 8, in: -1...1)
        let noise: [Float] = randomNumbers(count * columns, seed: 9, in: -1e-3...1e-3)
        let embeddings = Matrix(
            rows: count, columns: columns, values: noise.indices.map { center[$0 % columns] + noise[$0] })
        let exact = DenseMatrix<Double>(rows: count, columns: columns, values: embeddings.values.map(Double.init))
        let labels = (0..<count).map { $0 / 4 }
        var gradient = Matrix(rows: count, columns: columns)
        var expected = DenseMatrix<Double>(rows: count, columns: columns)
        _ = loss.evaluate(embeddings, labels: labels, gradient: &gradient)
        _ = loss.evaluate(exact, labels: labels, gradient: &expected)
        let tolerance = [.cosine, .correlation].contains(loss.distance) ? 3e-4 : 3e-6
        #expect(relativeDifference(gradient.values.map(Double.init), expected.values) < tolerance)
    }
}
