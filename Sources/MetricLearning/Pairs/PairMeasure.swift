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

/// One pair's distance, and what its gradients are made of.
///
/// All distances but Manhattan's have gradients of one form, in the embeddings with their `means` taken off:
/// `d/dl = own.left * l + mixed * r`, `d/dr = own.right * r + mixed * l`.
struct PairMeasure<Scalar: MetricScalar> {
    let value: Scalar
    private let distance: Distance
    private let left: UnsafeBufferPointer<Scalar>
    private let right: UnsafeBufferPointer<Scalar>
    private var means: (left: Scalar, right: Scalar) = (0, 0)
    private var own: (left: Scalar, right: Scalar) = (0, 0)
    private var mixed: Scalar = 0

    init(_ distance: Distance, _ left: UnsafeBufferPointer<Scalar>, _ right: UnsafeBufferPointer<Scalar>) {
        self.distance = distance
        self.left = left
        self.right = right
        switch distance {
        case .euclidean:
            value = sum(left, right) { ($0 - $1) * ($0 - $1) }.squareRoot()
            // At zero the distance has no direction; zero is a subgradient and keeps training finite.
            let slope = value > 0 ? 1 / value : 0
            own = (slope, slope)
            mixed = -slope
        case .squaredEuclidean:
            value = sum(left, right) { ($0 - $1) * ($0 - $1) }
            own = (2, 2)
            mixed = -2
        case .manhattan:
            value = sum(left, right) { difference(of: $0, $1) }
        case .cosine, .correlation:
            if distance == .correlation {
                let count = Scalar(max(1, left.count))
                means = (sum(left, right) { one, _ in one } / count, sum(left, right) { _, other in other } / count)
            }
            let (leftMean, rightMean) = (SIMD8(repeating: means.left), SIMD8(repeating: means.right))
            let product = sum(left, right, padding: means) { ($0 - leftMean) * ($1 - rightMean) }
            let leftSquare = sum(left, right, padding: means) { one, _ in (one - leftMean) * (one - leftMean) }
            let rightSquare = sum(left, right, padding: means) { _, other in (other - rightMean) * (other - rightMean) }
            let lengths = leftSquare.squareRoot() * rightSquare.squareRoot()
            guard lengths > 0 else {
                value = 1
                return
            }
            let cosine = product / lengths
            value = 1 - cosine
            own = (cosine / leftSquare, cosine / rightSquare)
            mixed = -1 / lengths
        }
    }

    /// Adds `factor` times the distance's gradients to the two rows of a gradient.
    func addGradient(
        times factor: Scalar, left leftSlopes: UnsafeMutablePointer<Scalar>, right rightSlopes: UnsafeMutablePointer<Scalar>
    ) {
        guard factor != 0 else { return }
        if distance == .manhattan {
            for index in left.indices {
                let step = left[index] == right[index] ? 0 : (left[index] > right[index] ? factor : -factor)
                leftSlopes[index] += step
                rightSlopes[index] -= step
            }
            return
        }
        let (ownLeft, ownRight, mixed) = (factor * own.left, factor * own.right, factor * mixed)
        for index in left.indices {
            let one = left[index] - means.left
            let other = right[index] - means.right
            leftSlopes[index] += ownLeft * one + mixed * other
            rightSlopes[index] += ownRight * other + mixed * one
        }
    }
}

/// Sums a term over two rows, eight features at a time: without that the order of additions would keep the compiler from using vectors.
/// The last, incomplete eight is filled with `padding`, whose term must be zero.
@inline(__always)
private func sum<Scalar: MetricScalar>(
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
