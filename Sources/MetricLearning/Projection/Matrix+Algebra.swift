/// The little linear algebra that projections need.
extension Matrix {
    /// Every column less its mean.
    var centred: Matrix {
        var result = self
        for column in 0..<columns {
            let mean = (0..<rows).reduce(0.0) { $0 + Double(self[$1, column]) } / Double(Swift.max(1, rows))
            for row in 0..<rows { result[row, column] -= Float(mean) }
        }
        return result
    }

    var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows)
        for row in 0..<rows {
            for column in 0..<columns { result[column, row] = self[row, column] }
        }
        return result
    }

    /// The inner products of all rows, `[rows, rows]`.
    var gram: Matrix { times(transposed) }

    func times(_ other: Matrix) -> Matrix {
        var result = Matrix(rows: rows, columns: other.columns)
        let (inner, width) = (columns, other.columns)
        values.withUnsafeBufferPointer { left in
            other.values.withUnsafeBufferPointer { right in
                result.values.withUnsafeMutableBufferPointer { out in
                    for row in 0..<rows {
                        for place in 0..<inner {
                            let factor = left[row * inner + place]
                            for column in 0..<width { out[row * width + column] += factor * right[place * width + column] }
                        }
                    }
                }
            }
        }
        return result
    }

    /// The first columns.
    func narrowed(to count: Int) -> Matrix {
        var result = Matrix(rows: rows, columns: Swift.min(count, columns))
        for row in 0..<rows {
            for column in 0..<result.columns { result[row, column] = self[row, column] }
        }
        return result
    }

    /// With columns of zeros behind.
    func widened(to count: Int) -> Matrix {
        guard count > columns else { return self }
        var result = Matrix(rows: rows, columns: count)
        for row in 0..<rows {
            for column in 0..<columns { result[row, column] = self[row, column] }
        }
        return result
    }

    /// The columns made orthonormal, from left to right (Gram-Schmidt, twice over for accuracy); what depends on earlier ones becomes zero.
    var orthonormalColumns: Matrix {
        var lines = transposed
        lines.values.withUnsafeMutableBufferPointer { values in
            for line in 0..<columns {
                let start = line * rows
                func product(_ other: Int) -> Float {
                    (0..<rows).reduce(0) { $0 + values[start + $1] * values[other * rows + $1] }
                }
                let before = product(line)
                for _ in 0..<2 {
                    for other in 0..<line {
                        let share = product(other)
                        for place in 0..<rows { values[start + place] -= share * values[other * rows + place] }
                    }
                }
                let square = product(line)
                let scale = square > before * 1e-10 ? 1 / square.squareRoot() : 0
                for place in 0..<rows { values[start + place] *= scale }
            }
        }
        return lines.transposed
    }

    /// The lower triangle `L` with `L Lᵀ` this symmetric matrix; directions without any weight stay zero.
    var choleskyFactor: Matrix {
        var factor = Matrix(rows: rows, columns: rows)
        let largest = (0..<rows).map { self[$0, $0] }.max() ?? 0
        for column in 0..<rows {
            let rest = self[column, column] - (0..<column).reduce(0) { $0 + factor[column, $1] * factor[column, $1] }
            guard rest > largest * 1e-7 else { continue }
            factor[column, column] = rest.squareRoot()
            for row in column + 1..<Swift.max(rows, column + 1) {
                let known = (0..<column).reduce(0) { $0 + factor[row, $1] * factor[column, $1] }
                factor[row, column] = (self[row, column] - known) / factor[column, column]
            }
        }
        return factor
    }

    /// Numbers in -1 ..< 1 without a pattern, always the same: a start that is orthogonal to nothing.
    static func scattered(rows: Int, columns: Int) -> Matrix {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return Matrix(
            rows: rows, columns: columns,
            values: (0..<rows * columns).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(state >> 40) / Float(1 << 23) - 1
            })
    }
}
