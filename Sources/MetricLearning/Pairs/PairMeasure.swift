/// The rows of a matrix as pointers, so that the loops over features are plain.
struct Rows<Scalar: MetricScalar> {
    private let values: UnsafeBufferPointer<Scalar>
    let columns: Int

    init(_ values: UnsafeBufferPointer<Scalar>, columns: Int) {
        self.values = values
        self.columns = columns
    }

    subscript(row: Int) -> UnsafeBufferPointer<Scalar> {
        UnsafeBufferPointer(rebasing: values[row * columns..<(row + 1) * columns])
    }
}

/// One pair's distance and its gradients, all made of differences of the two rows: two equal rows are exactly zero apart, and close
/// ones lose no digits to the cancellation of large products.
struct PairMeasure<Scalar: MetricScalar> {
    let value: Scalar
    private let distance: Distance
    private let left: UnsafeBufferPointer<Scalar>
    private let right: UnsafeBufferPointer<Scalar>
    /// What the difference of the rows is multiplied by in the gradient.
    private var slope: Scalar = 0
    /// Where the distance is one between directions.
    private var directions: (left: Direction<Scalar>, right: Direction<Scalar>)?

    init(_ distance: Distance, _ left: UnsafeBufferPointer<Scalar>, _ right: UnsafeBufferPointer<Scalar>) {
        self.distance = distance
        self.left = left
        self.right = right
        switch distance {
        case .euclidean:
            value = sum(left, right) { ($0 - $1) * ($0 - $1) }.squareRoot()
            // At zero the distance has no direction; zero is a subgradient and keeps training finite.
            slope = value > 0 ? 1 / value : 0
        case .squaredEuclidean:
            value = sum(left, right) { ($0 - $1) * ($0 - $1) }
            slope = 2
        case .manhattan:
            value = sum(left, right) { difference(of: $0, $1) }
        case .cosine, .correlation:
            let (one, other) = (Direction(left, of: distance), Direction(right, of: distance))
            guard one.inverse != 0, other.inverse != 0 else {
                value = 1
                return
            }
            directions = (one, other)
            let (leftMean, rightMean) = (SIMD8(repeating: one.mean), SIMD8(repeating: other.mean))
            let (leftInverse, rightInverse) = (SIMD8(repeating: one.inverse), SIMD8(repeating: other.inverse))
            // One minus the cosine is half the squared distance of the directions.
            value =
                sum(left, right, padding: (one.mean, other.mean)) {
                    let difference = ($0 - leftMean) * leftInverse - ($1 - rightMean) * rightInverse
                    return difference * difference
                } / 2
        }
    }

    /// Adds `factor` times the distance's gradients to the two rows of a gradient.
    func addGradient(
        times factor: Scalar, left leftSlopes: UnsafeMutablePointer<Scalar>, right rightSlopes: UnsafeMutablePointer<Scalar>
    ) {
        guard factor != 0 else { return }
        switch distance {
        case .manhattan:
            for index in left.indices {
                let step = left[index] == right[index] ? 0 : (left[index] > right[index] ? factor : -factor)
                leftSlopes[index] += step
                rightSlopes[index] -= step
            }
        case .euclidean, .squaredEuclidean:
            let scale = factor * slope
            for index in left.indices {
                let step = scale * (left[index] - right[index])
                leftSlopes[index] += step
                rightSlopes[index] -= step
            }
        case .cosine, .correlation:
            guard let (one, other) = directions else { return }
            let (leftScale, rightScale) = (factor * one.inverse, factor * other.inverse)
            for index in left.indices {
                let from = (left[index] - one.mean) * one.inverse
                let to = (right[index] - other.mean) * other.inverse
                leftSlopes[index] += leftScale * (from - to - value * from)
                rightSlopes[index] += rightScale * (to - from - value * to)
            }
        }
    }
}

/// Sums a term over two rows, eight features at a time: without that the order of additions would keep the compiler from using vectors.
/// The last, incomplete eight is filled with `padding`, whose term must be zero.
@inline(__always)
func sum<Scalar: MetricScalar>(
    _ left: UnsafeBufferPointer<Scalar>, _ right: UnsafeBufferPointer<Scalar>, padding: (left: Scalar, right: Scalar) = (0, 0),
    _ term: (SIMD8<Scalar>, SIMD8<Scalar>) -> SIMD8<Scalar>
) -> Scalar {
    var total = SIMD8<Scalar>(repeating: 0)
    let whole = left.count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
        let offset = start * MemoryLayout<Scalar>.stride
        let one = UnsafeRawBufferPointer(left).loadUnaligned(fromByteOffset: offset, as: SIMD8<Scalar>.self)
        let other = UnsafeRawBufferPointer(right).loadUnaligned(fromByteOffset: offset, as: SIMD8<Scalar>.self)
        total += term(one, other)
    }
    if whole < left.count {
        var one = SIMD8(repeating: padding.left)
        var other = SIMD8(repeating: padding.right)
        for index in whole..<left.count {
            one[index - whole] = left[index]
            other[index - whole] = right[index]
        }
        total += term(one, other)
    }
    return total.indices.reduce(Scalar(0)) { $0 + total[$1] }
}

@inline(__always)
private func difference<Scalar: MetricScalar>(of left: SIMD8<Scalar>, _ right: SIMD8<Scalar>) -> SIMD8<Scalar> {
    let difference = left - right
    return pointwiseMax(difference, -difference)
}
