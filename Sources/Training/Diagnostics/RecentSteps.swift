/// The last steps, for figures that one odd batch does not move.
struct RecentSteps {
    private let capacity: Int
    private var steps: [StepMetrics] = []
    private var next = 0

    init(_ capacity: Int) {
        self.capacity = max(1, capacity)
    }

    mutating func append(_ metrics: StepMetrics) {
        if steps.count < capacity {
            steps.append(metrics)
        } else {
            steps[next] = metrics
        }
        next = (next + 1) % capacity
    }

    var isFull: Bool { steps.count == capacity }
    /// The one that was appended first, as long as there is room for all.
    var first: StepMetrics? { steps.first }

    func mean(_ value: (StepMetrics) -> Float) -> Float {
        steps.reduce(0) { $0 + value($1) } / Float(max(1, steps.count))
    }

    /// The middle value, which single spikes do not move at all.
    func median(_ value: (StepMetrics) -> Float) -> Float {
        let sorted = steps.map(value).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
