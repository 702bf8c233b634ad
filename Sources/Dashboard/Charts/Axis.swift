import Foundation

/// A linear axis with round ticks.
struct Axis: Sendable {
    let low: Double
    let high: Double

    /// A span that is not empty, whatever it is made from.
    init(low: Double, high: Double) {
        let usable = low.isFinite && high.isFinite
        self.low = usable ? low : 0
        self.high = usable && high > low ? high : self.low + 1
    }

    /// Where a value lies, 0 at `low` and 1 at `high`.
    func share(_ value: Double) -> Double { (value - low) / (high - low) }

    /// Ticks at 1, 2 or 5 times a power of ten: at most `count`.
    func ticks(atMost count: Int) -> [Double] {
        guard count > 0 else { return [] }
        let rough = (high - low) / Double(count)
        let power = pow(10, floor(log10(rough)))
        let step = ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10) * power
        guard step > 0, step.isFinite else { return [] }
        let first = Int((low / step).rounded(.up))
        let last = Int((high / step).rounded(.down))
        guard first <= last, last - first <= 2 * count + 2 else { return [] }
        return (first...last).map { Double($0) * step }
    }
}
