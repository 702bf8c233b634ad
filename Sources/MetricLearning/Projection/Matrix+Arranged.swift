extension Matrix {
    /// Rows whose Euclidean distances rank pairs as a distance of these rows does: unit rows for cosines, without their means for
    /// correlations, else the rows as they are. Of Manhattan distances it is an approximation.
    public func arranged(for distance: Distance) -> Matrix {
        guard distance == .cosine || distance == .correlation else { return self }
        return directions(for: distance).rows
    }

    /// Rows of length one, of which half the squared distances are `distance`, a cosine or a correlation; zeros where a row has no
    /// direction.
    ///
    /// - Returns: with them one over the length that every row had, zero where it has no direction.
    func directions(for distance: Distance) -> (rows: Matrix, inverses: [Float]) {
        var result = self
        var inverses = [Float](repeating: 0, count: rows)
        values.withUnsafeBufferPointer { values in
            let source = Rows(values, columns: columns)
            result.values.withUnsafeMutableBufferPointer { values in
                for row in 0..<rows {
                    let direction = Direction(source[row], of: distance)
                    inverses[row] = direction.inverse
                    for place in row * columns..<(row + 1) * columns {
                        values[place] = (values[place] - direction.mean) * direction.inverse
                    }
                }
            }
        }
        return (result, inverses)
    }
}
