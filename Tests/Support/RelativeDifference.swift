/// The largest difference of two lists, in units of the largest number of the expected one: what "1e-5 relative" means in the tests.
/// Infinite where the lengths differ or anything is not a number.
public func relativeDifference<Scalar: BinaryFloatingPoint>(_ actual: [Scalar], _ expected: [Scalar]) -> Double {
    guard actual.count == expected.count else { return .infinity }
    let scale = expected.map { abs(Double($0)) }.max() ?? 0
    var largest = 0.0
    for (one, other) in zip(actual, expected) {
        let difference = abs(Double(one) - Double(other))
        guard difference.isFinite else { return .infinity }
        largest = max(largest, difference)
    }
    return largest == 0 ? 0 : largest / max(scale, 1e-12)
}
