extension Matrix {
    /// Rows whose Euclidean distances rank pairs as a distance of these rows does: unit rows for cosines, without their means for
    /// correlations, else the rows as they are. Of Manhattan distances it is an approximation.
    public func arranged(for distance: Distance) -> Matrix {
        guard distance == .cosine || distance == .correlation else { return self }
        var result = self
        for row in 0..<rows {
            let range = row * columns..<(row + 1) * columns
            let mean = distance == .correlation ? values[range].reduce(0, +) / Float(Swift.max(1, columns)) : 0
            let square = values[range].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let scale = square > 0 ? 1 / square.squareRoot() : 0
            for place in range { result.values[place] = (values[place] - mean) * scale }
        }
        return result
    }
}
