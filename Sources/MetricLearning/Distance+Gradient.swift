extension Distance {
    /// The gradients of the distance of two embeddings with respect to each of them.
    ///
    /// - Precondition: both have one size.
    public func gradients(_ left: some Collection<Float>, _ right: some Collection<Float>) -> (left: [Float], right: [Float]) {
        precondition(left.count == right.count, "embeddings must have one size")
        let (one, other) = (Array(left), Array(right))
        var slopes = (left: Array(repeating: Float(0), count: one.count), right: Array(repeating: Float(0), count: one.count))
        one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in
                slopes.left.withUnsafeMutableBufferPointer { leftSlopes in
                    slopes.right.withUnsafeMutableBufferPointer { rightSlopes in
                        guard let first = leftSlopes.baseAddress, let second = rightSlopes.baseAddress else { return }
                        PairMeasure(self, one, other).addGradient(times: 1, left: first, right: second)
                    }
                }
            }
        }
        return slopes
    }
}
