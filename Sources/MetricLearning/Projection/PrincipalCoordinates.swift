/// Lays points of many dimensions out in few, along the directions in which they vary most: principal component analysis.
///
/// Only where the points lie is computed, not the directions. With as many dimensions as the points span, all distances stay.
public struct PrincipalCoordinates: Sendable {
    /// `[points, count]`, around zero, the direction of most variance first.
    public let points: Matrix
    /// Share of all variance that the kept dimensions hold, 0 to 1; 1 where nothing varies.
    public let keptVariance: Float

    private static let mostIterations = 60

    /// - Parameters:
    ///   - values: `[points, features]`.
    ///   - count: the dimensions to keep; those that the points do not have stay zero.
    ///
    /// Work: `points * features * min(points, features)`, and `min(points, features)^2 * count` an iteration.
    public init(of values: Matrix, count: Int) {
        let centred = values.centred
        let total = centred.values.reduce(0.0) { $0 + Double($1) * Double($1) }
        let kept = min(count, values.rows, values.columns)
        guard total > 0, total.isFinite, kept > 0 else {
            points = Matrix(rows: values.rows, columns: max(0, count))
            keptVariance = 1
            return
        }
        // The smaller of the scatter matrices holds the same variance.
        let isTall = values.rows > values.columns
        let scatter = isTall ? centred.transposed.gram : centred.gram
        let basis = Self.leadingSubspace(of: scatter, count: kept)
        let coordinates = isTall ? centred.times(basis) : basis.times(basis.transposed.times(scatter).times(basis).choleskyFactor)
        points = coordinates.widened(to: count)
        let held = coordinates.values.reduce(0.0) { $0 + Double($1) * Double($1) }
        keptVariance = Float(min(1, held / total))
    }

    /// Orthonormal columns that span what a symmetric matrix stretches most: orthogonal iteration (Golub, Van Loan 2013, section 8.2.4).
    private static func leadingSubspace(of matrix: Matrix, count: Int) -> Matrix {
        // A few directions more than wanted make the wanted ones converge sooner.
        var basis = Matrix.scattered(rows: matrix.rows, columns: min(matrix.rows, count + 4)).orthonormalColumns
        var before = -Float.infinity
        for _ in 0..<mostIterations {
            let stretched = matrix.times(basis)
            let trace = zip(basis.values, stretched.values).reduce(0) { $0 + $1.0 * $1.1 }
            basis = stretched.orthonormalColumns
            if trace <= before * (1 + 1e-7) { break }
            before = trace
        }
        return basis.narrowed(to: count)
    }
}
