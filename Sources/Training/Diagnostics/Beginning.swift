/// Where a run began: what later figures are measured by.
///
/// A first batch is one draw of few pairs. Whatever is smaller counts, of it and of the middle one of the first batches: a run that
/// blows up at once has only its first batch to be measured by, and a first batch that came out large makes no progress of what follows.
struct Beginning: Codable, Equatable {
    private var steps = RecentSteps(20)
    private(set) var loss: Float = 0
    private(set) var genuineDistance: Float = 0
    private(set) var impostorDistance: Float = 0

    init(_ first: StepMetrics) {
        append(first)
    }

    /// Steps after the first ones change nothing.
    mutating func append(_ metrics: StepMetrics) {
        guard !steps.isFull else { return }
        steps.append(metrics)
        loss = lesser(\.loss)
        genuineDistance = lesser { abs($0.genuineDistance) }
        impostorDistance = lesser { abs($0.impostorDistance) }
    }

    /// The larger one of genuine and impostor pairs.
    var distance: Float { max(genuineDistance, impostorDistance) }

    private func lesser(_ value: (StepSample) -> Float) -> Float {
        min(steps.first.map(value) ?? 0, steps.median(value))
    }
}
