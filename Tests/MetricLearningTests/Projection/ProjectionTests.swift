import Foundation
import Testing

@testable import MetricLearning

@Suite struct ProjectionTests {
    /// Points in three well separated clouds of `features` dimensions.
    private func clouds(points: Int = 45, features: Int = 8) -> Matrix {
        var values = Matrix.scattered(rows: points, columns: features)
        for row in 0..<points { values[row, row % 3] += 12 }
        return values
    }

    private func distance(_ matrix: Matrix, _ one: Int, _ other: Int) -> Float {
        Distance.euclidean(matrix.row(one), matrix.row(other))
    }

    @Test(arguments: [(40, 6), (6, 40), (12, 12)]) func allDimensionsKeepAllDistances(points: Int, features: Int) {
        let values = Matrix.scattered(rows: points, columns: features)
        let all = PrincipalCoordinates(of: values, count: min(points, features))
        #expect(abs(all.keptVariance - 1) < 1e-3)
        for one in 0..<points {
            for other in 0..<one {
                #expect(abs(distance(all.points, one, other) - distance(values, one, other)) < 2e-2)
            }
        }
    }

    @Test(arguments: Distance.allCases.filter { $0 != .manhattan })
    func arrangedRowsRankPairsAsTheDistanceDoes(measure: Distance) {
        let values = Matrix.scattered(rows: 12, columns: 5)
        let arranged = values.arranged(for: measure)
        let pairs = (0..<12).flatMap { one in (0..<one).map { (one, $0) } }
        func order(_ distance: Distance, _ matrix: Matrix) -> [Int] {
            let all = pairs.map { distance(matrix.row($0.0), matrix.row($0.1)) }
            return all.indices.sorted { all[$0] < all[$1] }
        }
        #expect(order(.euclidean, arranged) == order(measure, values))
    }

    @Test func theFirstDirectionIsThatOfMostVariance() {
        // Along (3, 4) with a spread of 10, across it with one of 1.
        let across = Matrix.scattered(rows: 200, columns: 2)
        var values = Matrix(rows: 200, columns: 2)
        for row in 0..<200 {
            let (far, near) = (10 * across[row, 0], across[row, 1])
            values[row, 0] = 0.6 * far - 0.8 * near + 5
            values[row, 1] = 0.8 * far + 0.6 * near - 3
        }
        let found = PrincipalCoordinates(of: values, count: 1)
        let centred = across.centred
        let sign: Float = found.points[0, 0] * centred[0, 0] > 0 ? 1 : -1
        for row in 0..<200 { #expect(abs(found.points[row, 0] * sign - 10 * centred[row, 0]) < 0.2) }
        #expect(found.keptVariance > 0.98 && found.keptVariance < 1)
    }

    @Test func pointsThatDoNotVaryStayTogether() {
        let same = PrincipalCoordinates(of: Matrix(rows: 5, columns: 3, repeating: 7), count: 2)
        #expect(same.points == Matrix(rows: 5, columns: 2))
        let line = PrincipalCoordinates(of: Matrix(rows: 3, columns: 1, values: [1, 2, 6]), count: 2)
        #expect(line.points.columns == 2)
        #expect(abs(distance(line.points, 0, 2) - 5) < 1e-4)
    }

    @Test func perplexityIsTheNumberOfNeighboursThatCount() {
        let values = clouds()
        let squares = (0..<values.rows).map { distance(values, 4, $0) * distance(values, 4, $0) }
        let shares = StochasticNeighborEmbedding.neighborhood(of: 4, squares: squares, perplexity: 9)
        let entropy = shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
        #expect(abs(exp(entropy) - 9) < 0.01)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-5)
        #expect(shares[4] == 0)
    }

    @Test func theGradientIsThatOfTheDivergence() {
        let values = clouds(points: 12, features: 4)
        let start = PrincipalCoordinates(of: values, count: 2).points
        let embedding = StochasticNeighborEmbedding(of: values, startingAt: start, perplexity: 3, isContinued: true)
        let slope = embedding.gradient()
        for place in [0, 5, 13, 20] {
            let step: Float = 2e-2
            var moved = start
            moved.values[place] += step
            let up = StochasticNeighborEmbedding(of: values, startingAt: moved, perplexity: 3, isContinued: true).divergence
            moved.values[place] -= 2 * step
            let down = StochasticNeighborEmbedding(of: values, startingAt: moved, perplexity: 3, isContinued: true).divergence
            #expect(abs((up - down) / (2 * step) - slope[place]) < 1e-3)
        }
    }

    @Test func cloudsStayApart() {
        let values = clouds()
        let start = PrincipalCoordinates(of: values, count: 2).points
        var embedding = StochasticNeighborEmbedding(of: values, startingAt: start, perplexity: 8)
        let before = embedding.divergence
        for _ in 0..<250 { embedding.advance() }
        #expect(embedding.divergence < before)
        #expect(embedding.iteration == 250)
        for row in 0..<values.rows {
            let nearest = (0..<values.rows).filter { $0 != row }.min {
                distance(embedding.points, row, $0) < distance(embedding.points, row, $1)
            }
            #expect(nearest.map { $0 % 3 } == row % 3)
        }
    }

    @Test func equalPointsGiveFiniteLayouts() {
        let values = Matrix(rows: 9, columns: 4, repeating: 1)
        var embedding = StochasticNeighborEmbedding(of: values, startingAt: Matrix(rows: 9, columns: 2))
        for _ in 0..<20 { embedding.advance() }
        #expect(embedding.points.values.allSatisfy { $0.isFinite })
    }

    @Test(arguments: [false, true]) func aTurnedMapIsTurnedBack(isMirrored: Bool) {
        let points = Matrix.scattered(rows: 20, columns: 2)
        var turned = points
        for row in 0..<20 {
            let (x, y) = (points[row, 0], isMirrored ? -points[row, 1] : points[row, 1])
            turned[row, 0] = cos(2) * x - sin(2) * y
            turned[row, 1] = sin(2) * x + cos(2) * y
        }
        let back = turned.turned(towards: points)
        #expect(zip(back.values, points.values).allSatisfy { abs($0 - $1) < 1e-4 })
    }
}
