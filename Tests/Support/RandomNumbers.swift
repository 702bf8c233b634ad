import Networks

/// Repeatable numbers for tests.
public func randomNumbers<Scalar: BinaryFloatingPoint>(
    _ count: Int, seed: UInt64, in range: ClosedRange<Float> = -1...1, as type: Scalar.Type = Scalar.self
) -> [Scalar] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Scalar(generator.uniform(range)) }
}
