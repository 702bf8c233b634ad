import CKernels

/// The distances of all rows of a matrix to each other, computed as one product of matrices, and the way back.
///
/// For `Float` and the distances that are made of products or squares; `PairMeasure` does the same pair by pair for all others, and is
/// what this one is tested against.
struct DistanceTable {
    private let distance: Distance
    private let embeddings: Matrix
    private(set) var distances: Matrix
    /// Where the distance is a cosine: `1 / |x|^2` of every row, zero where that is zero.
    private var inverseSquares: [Float] = []

    init?(_ distance: Distance, _ embeddings: Matrix) {
        guard [.euclidean, .squaredEuclidean, .cosine].contains(distance) else { return nil }
        self.distance = distance
        self.embeddings = embeddings
        let count = embeddings.rows
        distances = Matrix(rows: count, columns: count)
        let kernel = distance == .cosine ? kernel_products : kernel_squared_differences
        distances.values.withUnsafeMutableBufferPointer { kernel(embeddings.values, count, embeddings.columns, $0.baseAddress) }
        switch distance {
        case .euclidean:
            distances.values.withUnsafeMutableBufferPointer { values in
                for index in values.indices { values[index] = values[index].squareRoot() }
            }
        case .cosine:
            turnIntoCosines()
        case .squaredEuclidean, .manhattan, .correlation:
            break
        }
    }

    private mutating func turnIntoCosines() {
        let count = distances.rows
        inverseSquares = (0..<count).map { distances[$0, $0] > 0 ? 1 / distances[$0, $0] : 0 }
        let inverse = inverseSquares.map { $0.squareRoot() }
        distances.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<count {
                // A zero row has an inverse of zero, so its distance comes out as one.
                for column in 0..<count {
                    let index = row * count + column
                    values[index] = 1 - values[index] * inverse[row] * inverse[column]
                }
            }
        }
    }

    /// The gradient with respect to the rows.
    ///
    /// - Parameters:
    ///   - slopes: the derivative with respect to every distance as the anchor in its row sees it; overwritten.
    ///   - gradient: `[n, F]`, overwritten.
    func propagate(_ slopes: inout Matrix, into gradient: inout Matrix) {
        let count = distances.rows
        slopes.values.withUnsafeMutableBufferPointer { factors in
            distances.values.withUnsafeBufferPointer { distances in
                turnIntoFactors(factors, distances, count)
            }
            gradient.values.withUnsafeMutableBufferPointer {
                kernel_combine(factors.baseAddress, embeddings.values, count, embeddings.columns, $0.baseAddress)
            }
        }
    }

    /// Every row's gradient is a sum of rows; this makes the slopes their factors, a row's own factor on the diagonal.
    private func turnIntoFactors(
        _ factors: UnsafeMutableBufferPointer<Float>, _ distances: UnsafeBufferPointer<Float>, _ count: Int
    ) {
        let inverse = inverseSquares.map { $0.squareRoot() }
        for row in 0..<count { factors[row * count + row] = 0 }
        for row in 0..<count {
            for column in row + 1..<max(count, row + 1) {
                let index = row * count + column
                let slope = factors[index] + factors[column * count + row]
                var mixed: Float
                var own: (row: Float, column: Float)
                switch distance {
                case .cosine:
                    let cosine = 1 - distances[index]
                    mixed = -slope * inverse[row] * inverse[column]
                    own = (slope * cosine * inverseSquares[row], slope * cosine * inverseSquares[column])
                case .euclidean:
                    // At zero the distance has no direction; zero is a subgradient and keeps training finite.
                    mixed = distances[index] > 0 ? -slope / distances[index] : 0
                    own = (-mixed, -mixed)
                default:
                    mixed = -2 * slope
                    own = (-mixed, -mixed)
                }
                factors[index] = mixed
                factors[column * count + row] = mixed
                factors[row * count + row] += own.row
                factors[column * count + column] += own.column
            }
        }
    }
}
