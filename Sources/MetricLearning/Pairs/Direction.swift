/// What brings a row to length one, for distances between directions: its mean is taken off where they are correlations, and what is
/// left is multiplied by `inverse`.
struct Direction<Scalar: MetricScalar> {
    /// Zero for cosines.
    let mean: Scalar
    /// One over the length; zero where the row has no direction, because all of it is zero or, without its mean, rounding.
    let inverse: Scalar

    init(_ row: UnsafeBufferPointer<Scalar>, of distance: Distance) {
        var mean = Scalar(0)
        if distance == .correlation {
            let count = Scalar(max(1, row.count))
            mean = sum(row, row) { value, _ in value } / count
            // What the first sum lost to rounding.
            let rest = SIMD8(repeating: mean)
            mean += sum(row, row, padding: (mean, mean)) { value, _ in value - rest } / count
        }
        let offset = SIMD8(repeating: mean)
        let square = sum(row, row, padding: (mean, mean)) { value, _ in (value - offset) * (value - offset) }
        let noise = 4 * Scalar.ulpOfOne * mean
        self.mean = mean
        inverse = square <= noise * noise * Scalar(row.count) ? 0 : 1 / square.squareRoot()
    }
}
