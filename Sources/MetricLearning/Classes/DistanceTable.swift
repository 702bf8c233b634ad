import CKernels

/// The distances of all rows of a matrix to each other, and the way back, both made of differences of rows: equal rows are exactly
/// zero apart, and where all are close to each other the gradient keeps its digits.
///
/// For `Float` and the distances that are made of squares; `PairMeasure` does the same pair by pair for all others, and is what this
/// one is tested against.
struct DistanceTable {
    private let distance: Distance
    /// The embeddings; for cosines their directions, zero where there is none.
    private let rows: Matrix
    private(set) var distances: Matrix
    /// Where the distance is a cosine: one over the length of every row, zero where it has no direction.
    private let inverses: [Float]

    init?(_ distance: Distance, _ embeddings: Matrix) {
        guard [.euclidean, .squaredEuclidean, .cosine].contains(distance) else { return nil }
        self.distance = distance
        let count = embeddings.rows
        (rows, inverses) = distance == .cosine ? embeddings.directions(for: distance) : (embeddings, [])
        distances = Matrix(rows: count, columns: count)
        distances.values.withUnsafeMutableBufferPointer {
            kernel_squared_differences(rows.values, count, rows.columns, $0.baseAddress)
        }
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

    /// One minus the cosine is half the squared distance of the directions.
    private mutating func turnIntoCosines() {
        let count = distances.rows
        distances.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<count {
                for column in 0..<count {
                    let index = row * count + column
                    values[index] = inverses[row] == 0 || inverses[column] == 0 ? 1 : values[index] / 2
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
        let (count, columns) = (rows.rows, rows.columns)
        var own = [Float](repeating: 0, count: count)
        slopes.values.withUnsafeMutableBufferPointer { factors in
            distances.values.withUnsafeBufferPointer { distances in
                turnIntoFactors(factors, distances, count, own: &own)
            }
            gradient.values.withUnsafeMutableBufferPointer {
                kernel_combine_differences(factors.baseAddress, rows.values, count, columns, $0.baseAddress)
            }
        }
        guard distance == .cosine else { return }
        gradient.values.withUnsafeMutableBufferPointer { gradient in
            rows.values.withUnsafeBufferPointer { rows in
                for row in 0..<count {
                    for index in row * columns..<(row + 1) * columns {
                        gradient[index] = inverses[row] * (gradient[index] - own[row] * rows[index])
                    }
                }
            }
        }
    }

    /// Every row's gradient is a sum of its differences to the others; this makes the slopes their factors.
    ///
    /// - Parameter own: for cosines, how much of the row's own direction is taken off, so that the gradient lies across it.
    private func turnIntoFactors(
        _ factors: UnsafeMutableBufferPointer<Float>, _ distances: UnsafeBufferPointer<Float>, _ count: Int, own: inout [Float]
    ) {
        for row in 0..<count { factors[row * count + row] = 0 }
        for row in 0..<count {
            for column in row + 1..<max(count, row + 1) {
                let index = row * count + column
                var factor = factors[index] + factors[column * count + row]
                switch distance {
                case .cosine:
                    if inverses[row] == 0 || inverses[column] == 0 { factor = 0 }
                    own[row] += factor * distances[index]
                    own[column] += factor * distances[index]
                case .euclidean:
                    // At zero the distance has no direction; zero is a subgradient and keeps training finite.
                    factor = distances[index] > 0 ? factor / distances[index] : 0
                default:
                    factor *= 2
                }
                factors[index] = factor
                factors[column * count + row] = factor
            }
        }
    }
}
