/// A curve that only grows at its end, with minimum and maximum of any stretch in O(log n): what is drawn never loses a spike,
/// however many points share a column.
struct Series: Sendable {
    struct Extremes: Hashable, Sendable {
        var low: Float
        var high: Float

        /// Values that are no numbers are passed over.
        func joined(with other: Extremes) -> Extremes {
            Extremes(low: Float.minimum(low, other.low), high: Float.maximum(high, other.high))
        }
    }

    private(set) var steps: [Int32] = []
    private(set) var values: [Float] = []
    /// A point may stand for merged steps with extremes of their own; empty as long as none does, which most curves never need.
    private var spreads: [Extremes] = []
    /// `levels[k][i]` covers points `i << (k + 4) ..< (i + 1) << (k + 4)`; only whole stretches are there.
    private var levels: [[Extremes]] = []

    private static let base = 4

    var count: Int { steps.count }
    var isEmpty: Bool { steps.isEmpty }
    var last: Float? { values.last }
    var lastStep: Int { Int(steps.last ?? 0) }

    /// Steps never fall: one that does, as after going back to a checkpoint, counts as the last.
    ///
    /// - Complexity: amortised O(1).
    mutating func append(step: Int, value: Float, low: Float? = nil, high: Float? = nil) {
        let spread = Extremes(low: low ?? value, high: high ?? value)
        if spreads.isEmpty, spread.low != spread.high {
            spreads = values.map { Extremes(low: $0, high: $0) }
        }
        let keepsSpreads = !spreads.isEmpty || spread.low != spread.high
        steps.append(max(Int32(clamping: step), steps.last ?? .min))
        values.append(value)
        if keepsSpreads { spreads.append(spread) }
        summarize()
    }

    private mutating func summarize() {
        var size = 1 << Self.base
        var level = 0
        while count % size == 0 {
            if level == levels.count { levels.append([]) }
            if level == 0 {
                levels[0].append((count - size..<count).dropFirst().reduce(point(count - size)) { $0.joined(with: point($1)) })
            } else {
                let below = levels[level - 1]
                levels[level].append(below[below.count - 2].joined(with: below[below.count - 1]))
            }
            level += 1
            size <<= 1
        }
    }

    private func point(_ index: Int) -> Extremes {
        spreads.isEmpty ? Extremes(low: values[index], high: values[index]) : spreads[index]
    }

    /// The first point at or after a step; `count` where there is none.
    func index(ofStep step: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Int(steps[middle]) < step { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The value of the last point at or before a step.
    func value(atStep step: Int) -> Float? {
        let next = index(ofStep: step + 1)
        return next > 0 ? values[next - 1] : nil
    }

    /// The point nearest to a step, of two equally near the earlier; `nil` of an empty curve.
    func point(nearest step: Int) -> (step: Int, value: Float)? {
        let next = index(ofStep: step)
        let places = [next - 1, next].filter(steps.indices.contains)
        guard let place = places.min(by: { abs(Int(steps[$0]) - step) < abs(Int(steps[$1]) - step) }) else { return nil }
        return (Int(steps[place]), values[place])
    }

    /// Minimum and maximum over a stretch of points; `nil` where it is empty.
    func extremes(in range: Range<Int>) -> Extremes? {
        var index = max(0, range.lowerBound)
        let end = min(count, range.upperBound)
        guard index < end else { return nil }
        var result = point(index)
        while index < end {
            var level = -1
            while level + 1 < levels.count {
                let size = 1 << (Self.base + level + 1)
                guard index % size == 0, index + size <= end else { break }
                level += 1
            }
            if level < 0 {
                result = result.joined(with: point(index))
                index += 1
            } else {
                let size = 1 << (Self.base + level)
                result = result.joined(with: levels[level][index / size])
                index += size
            }
        }
        return result
    }
}
