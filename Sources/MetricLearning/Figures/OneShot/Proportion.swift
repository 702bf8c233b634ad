/// How often something was right, and how sure that is.
public struct Proportion: Codable, Hashable, Sendable {
    public var right: Int
    public var total: Int

    public init(right: Int, total: Int) {
        self.right = right
        self.total = total
    }

    /// 0 to 1; 0 of nothing.
    public var value: Double { Double(right) / Double(max(1, total)) }

    /// The interval that holds the true value 19 times of 20, where every trial is independent (Wilson 1927): unlike the normal
    /// approximation it stays between 0 and 1, and has a width where all trials were right.
    public var interval: ClosedRange<Double> {
        guard total > 0 else { return 0...1 }
        let deviations = 1.959963984540054
        let count = Double(total)
        let share = deviations * deviations / count
        let middle = (value + share / 2) / (1 + share)
        let half = deviations * (value * (1 - value) / count + share / (4 * count)).squareRoot() / (1 + share)
        return max(0, middle - half)...min(1, middle + half)
    }
}
