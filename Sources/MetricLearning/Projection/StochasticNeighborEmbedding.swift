import Foundation

/// Lays points of many dimensions out in a plane so that neighbours stay neighbours: t-SNE (van der Maaten, Hinton 2008), exact.
///
/// Every iteration looks at all pairs of points, which suits a few hundred. It begins at a layout that the caller gives, principal
/// coordinates or an earlier layout, so the same values give the same picture (Kobak, Berens 2019).
public struct StochasticNeighborEmbedding: Sendable {
    /// `[points, 2]`, around zero.
    public private(set) var points: Matrix
    public private(set) var iteration = 0

    /// How much every pair belongs together, `[points, points]`; symmetric, their sum 1.
    let affinities: Matrix
    private let exaggeratedIterations: Int
    private let learningRate: Float
    private var velocity: [Float]
    private var gains: [Float]

    /// - Parameters:
    ///   - values: `[points, features]`.
    ///   - start: `[points, 2]`.
    ///   - perplexity: about how many neighbours count as near; at most a third of the points.
    ///   - isContinued: `true` where `start` is already such a layout, of nearly the same values: then it is refined, not found anew.
    public init(of values: Matrix, startingAt start: Matrix, perplexity: Float = 15, isContinued: Bool = false) {
        affinities = Self.affinities(of: values, perplexity: max(2, min(perplexity, Float(values.rows - 1) / 3)))
        points = isContinued ? start : start.scaledToSpread(of: 1e-2)
        exaggeratedIterations = isContinued ? 0 : 100
        // Belkina et al. 2019: in proportion to the points.
        learningRate = max(10, Float(values.rows) / 12)
        velocity = Array(repeating: 0, count: points.values.count)
        gains = Array(repeating: 1, count: points.values.count)
    }

    /// Moves every point once along the gradient.
    public mutating func advance() {
        let isExaggerated = iteration < exaggeratedIterations
        let slope = gradient(exaggeration: isExaggerated ? 12 : 1)
        let momentum: Float = isExaggerated ? 0.5 : 0.8
        for place in slope.indices {
            // Jacobs 1988: faster while the direction stays.
            gains[place] = max(0.01, slope[place] * velocity[place] < 0 ? gains[place] + 0.2 : gains[place] * 0.8)
            velocity[place] = momentum * velocity[place] - learningRate * gains[place] * slope[place]
            points.values[place] += velocity[place]
        }
        points = points.centred
        iteration += 1
    }

    /// How badly the layout shows who is whose neighbour: the Kullback-Leibler divergence, 0 for perfect.
    public var divergence: Float {
        let weights = studentWeights
        let sum = weights.reduce(0, +)
        return zip(affinities.values, weights).reduce(0) { total, pair in
            pair.0 > 0 && pair.1 > 0 ? total + pair.0 * log(pair.0 * sum / pair.1) : total
        }
    }

    /// `4 Σ_j (e p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2)`, row by row.
    func gradient(exaggeration: Float = 1) -> [Float] {
        let count = points.rows
        let weights = studentWeights
        let normalizer = 1 / max(weights.reduce(0, +), .leastNormalMagnitude)
        var slope = Array(repeating: Float(0), count: points.values.count)
        for one in 0..<count {
            let (x, y) = (points.values[2 * one], points.values[2 * one + 1])
            var (right, up): (Float, Float) = (0, 0)
            for other in 0..<count {
                let weight = weights[one * count + other]
                let pull = (exaggeration * affinities.values[one * count + other] - weight * normalizer) * weight
                right += pull * (x - points.values[2 * other])
                up += pull * (y - points.values[2 * other + 1])
            }
            slope[2 * one] = 4 * right
            slope[2 * one + 1] = 4 * up
        }
        return slope
    }

    /// `1 / (1 + |y_i - y_j|^2)` of all pairs, 0 of a point with itself.
    private var studentWeights: [Float] {
        let count = points.rows
        return Array(unsafeUninitializedCapacity: count * count) { buffer, initialized in
            for one in 0..<count {
                let (x, y) = (points.values[2 * one], points.values[2 * one + 1])
                for other in 0..<count {
                    let (right, up) = (x - points.values[2 * other], y - points.values[2 * other + 1])
                    buffer[one * count + other] = one == other ? 0 : 1 / (1 + right * right + up * up)
                }
            }
            initialized = count * count
        }
    }
}

extension StochasticNeighborEmbedding {
    /// Gaussian neighbourhoods, each as wide as its perplexity asks for, made symmetric.
    static func affinities(of values: Matrix, perplexity: Float) -> Matrix {
        let count = values.rows
        let products = values.centred.gram
        var result = Matrix(rows: count, columns: count)
        for row in 0..<count {
            let squares = (0..<count).map { max(0, products[row, row] + products[$0, $0] - 2 * products[row, $0]) }
            for (column, share) in neighborhood(of: row, squares: squares, perplexity: perplexity).enumerated() {
                result[row, column] += share / Float(2 * count)
                result[column, row] += share / Float(2 * count)
            }
        }
        return result
    }

    /// The chances that a point picks each other one as its neighbour, with the entropy `log(perplexity)`.
    static func neighborhood(of point: Int, squares: [Float], perplexity: Float) -> [Float] {
        let nearest = squares.indices.filter { $0 != point }.map { squares[$0] }.min() ?? 0
        var (low, high): (Float, Float) = (0, .infinity)
        let mean = squares.reduce(0, +) / Float(max(1, squares.count - 1))
        var precision: Float = mean > 0 ? 1 / mean : 1
        var shares: [Float] = []
        for _ in 0..<50 {
            // Less the nearest one, so that nothing vanishes.
            shares = squares.indices.map { $0 == point ? 0 : exp(-(squares[$0] - nearest) * precision) }
            let sum = shares.reduce(0, +)
            guard sum > 0, sum.isFinite else { return shares.map { _ in 1 / Float(max(1, shares.count)) } }
            shares = shares.map { $0 / sum }
            let entropy = shares.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
            let excess = entropy - log(perplexity)
            if abs(excess) < 1e-4 { break }
            if excess > 0 { low = precision } else { high = precision }
            precision = high.isFinite ? (low + high) / 2 : precision * 2
        }
        return shares
    }
}

extension Matrix {
    /// With a standard deviation along the first column of `spread`.
    fileprivate func scaledToSpread(of spread: Float) -> Matrix {
        let square = (0..<rows).reduce(0) { $0 + self[$1, 0] * self[$1, 0] } / Float(Swift.max(1, rows))
        guard square > 0, square.isFinite else { return Matrix.scattered(rows: rows, columns: columns) }
        var result = self
        let scale = spread / square.squareRoot()
        for place in result.values.indices { result.values[place] *= scale }
        return result
    }
}
