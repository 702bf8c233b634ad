/// A curve that only grows at its end, with minimum and maximum of any stretch in O(log n): what is drawn never loses a spike,
/// however many points share a column.
struct Series: Sendable {
    struct Extremes: Hashable, Sendable {
        var low: Float
        var high: Float

        func joined(with other: Extremes) -> Extremes {
            Extremes(low: min(low, other.low), high: max(high, other.high))
        }
    }

    private(set) var steps: [Int32] = []
    private(set) var values: [Float] = []
    /// `levels[k][i]` covers points `i << (k + 4) ..< (i + 1) << (k + 4)`; only whole stretches are there.
    private var levels: [[Extremes]] = []
    /// A point may stand for merged steps with extremes of their own.
    private var extremes: [Extremes] = []

    private static let base = 4

    var count: Int { steps.count }
    var isEmpty: Bool { steps.isEmpty }
    var last: Float? { values.last }
    var lastStep: Int { Int(steps.last ?? 0) }

    mutating func append(step: Int, value: Float, low: Float? = nil, high: Float? = nil) {
        steps.append(Int32(clamping: step))
        values.append(value)
        extremes.append(Extremes(low: low ?? value, high: high ?? value))
        var size = 1 << Self.base
        var level = 0
        while count % size == 0 {
            if level == levels.count { levels.append([]) }
            let new =
                level == 0
                ? extremes[(count - size)...].reduce(extremes[count - 1]) { $0.joined(with: $1) }
                : levels[level - 1].suffix(2).reduce(levels[level - 1][levels[level - 1].count - 1]) { $0.joined(with: $1) }
            levels[level].append(new)
            level += 1
            size <<= 1
        }
    }

    /// The first point at or after a step.
    func index(ofStep step: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Int(steps[middle]) < step { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Minimum and maximum over a stretch of points; `nil` where it is empty. Values that are no numbers are passed over by `min` and `max`.
    func extremes(in range: Range<Int>) -> Extremes? {
        var index = max(0, range.lowerBound)
        let end = min(count, range.upperBound)
        guard index < end else { return nil }
        var result = extremes[index]
        while index < end {
            var level = -1
            while level + 1 < levels.count {
                let size = 1 << (Self.base + level + 1)
                guard index % size == 0, index + size <= end, index / size < levels[level + 1].count else { break }
                level += 1
            }
            if level < 0 {
                result = result.joined(with: extremes[index])
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
