/// What diagnostics look at of a step.
struct StepSample: Codable, Equatable {
    var loss: Float
    var gradientNorm: Float
    var genuineDistance: Float
    var impostorDistance: Float
    var activeFraction: Float
    var genuineFraction: Float?

    init(_ metrics: StepMetrics) {
        (loss, gradientNorm) = (metrics.loss, metrics.gradientNorm)
        (genuineDistance, impostorDistance) = (metrics.genuineDistance, metrics.impostorDistance)
        (activeFraction, genuineFraction) = (metrics.activeFraction, metrics.genuineFraction)
    }
}

/// The last steps, for figures that one odd batch does not move.
struct RecentSteps: Codable, Equatable {
    private let capacity: Int
    /// The oldest first.
    private var steps: [StepSample] = []

    /// More are never looked at: a checkpoint that says so is not believed.
    private static let most = 50

    init(_ capacity: Int) {
        self.capacity = min(max(1, capacity), Self.most)
    }

    private enum CodingKeys: String, CodingKey {
        case capacity, steps
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try values.decode(Int.self, forKey: .capacity))
        steps = try values.decode([StepSample].self, forKey: .steps).suffix(capacity)
    }

    mutating func append(_ metrics: StepMetrics) {
        steps.append(StepSample(metrics))
        // A few dozen at most are moved.
        if steps.count > capacity { steps.removeFirst(steps.count - capacity) }
    }

    var isFull: Bool { steps.count == capacity }
    var first: StepSample? { steps.first }

    func mean(_ value: (StepSample) -> Float) -> Float {
        steps.reduce(0) { $0 + value($1) } / Float(max(1, steps.count))
    }

    /// The middle value, which single spikes do not move at all.
    func median(_ value: (StepSample) -> Float) -> Float {
        let sorted = steps.map(value).sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
