import Foundation

/// Maps values to a share of a length, linearly or by their logarithm, with round ticks.
struct Axis: Hashable, Sendable {
    let low: Double
    let high: Double
    let isLogarithmic: Bool

    /// A span that is not empty, whatever it is made from. A logarithmic one begins above zero.
    init(low: Double, high: Double, isLogarithmic: Bool = false) {
        let isUsable = low.isFinite && high.isFinite
        var (bottom, top) = isUsable ? (low, high) : (0, 1)
        if isLogarithmic {
            top = top > 0 ? top : 1
            bottom = bottom > 0 ? bottom : top / 1e4
        }
        if top <= bottom { top = bottom == 0 ? 1 : bottom + abs(bottom) * 0.1 }
        self.low = bottom
        self.high = top
        self.isLogarithmic = isLogarithmic
    }

    /// Where a value lies, 0 at `low` and 1 at `high`; outside of both where it is outside.
    func share(_ value: Double) -> Double {
        guard isLogarithmic else { return (value - low) / (high - low) }
        return value > 0 ? log(value / low) / log(high / low) : -1
    }

    /// The value at a share.
    func value(_ share: Double) -> Double {
        isLogarithmic ? low * pow(high / low, share) : low + share * (high - low)
    }

    /// Ticks at round values inside the span, rising: at most about `count`.
    func ticks(atMost count: Int) -> [Double] {
        guard count > 0 else { return [] }
        if isLogarithmic, let decades = decades(atMost: count) { return decades }
        let rough = (high - low) / Double(count)
        let power = pow(10, floor(log10(rough)))
        let step = ([1, 2, 5, 10].first { $0 * power >= rough * 0.999_999 } ?? 10) * power
        let (first, last) = ((low / step).rounded(.up), (high / step + 1e-9).rounded(.down))
        guard step > 0, step.isFinite, first.magnitude < 1e15, last.magnitude < 1e15, first <= last else { return [] }
        return (Int(first)...Int(last)).map { Double($0) * step }
    }

    /// 1, 2, 5 of every power of ten, or powers only, or every n-th of them; `nil` where the span holds fewer than two.
    private func decades(atMost count: Int) -> [Double]? {
        let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
        guard last - first <= 700 else { return nil }
        let powers = (first...last).map { pow(10, Double($0)) }
        let fine = powers.flatMap { power in [1, 2, 5].map { $0 * power } }.filter(holds)
        if fine.count <= count { return fine.count >= 2 ? fine : nil }
        let coarse = powers.filter(holds)
        let stride = max(1, (coarse.count + count - 1) / count)
        let kept = coarse.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
        return kept.count >= 2 ? kept : nil
    }

    private func holds(_ value: Double) -> Bool { value >= low * 0.999_999 && value <= high * 1.000_001 }
}
