/// The largest difference of two lists, in units of the largest number of the expected one: what "1e-5 relative" means in the tests.
/// Infinite where the lengths differ or anything is not a number.
///
/// - Parameter least: a unit that is not gone below, for lists of which nothing but rounding is expected.
public func relativeDifference<Scalar: BinaryFloatingPoint>(
    _ actual: [Scalar], _ expected: [Scalar], atLeast least: Double = 1e-12
) -> Double {
    guard actual.count == expected.count else { return .infinity }
    let scale = expected.map { abs(Double($0)) }.max() ?? 0
    var largest = 0.0
    for (one, other) in zip(actual, expected) {
        let difference = abs(Double(one) - Double(other))
        guard difference.isFinite else { return .infinity }
        largest = max(largest, difference)
    }
    return largest == 0 ? 0 : largest / max(scale, least, 1e-12)
}
