/// Maps the steps that a chart shows to its columns, by step, epoch or time.
struct StepScale {
    private(set) var steps: ClosedRange<Int>
    let axis: Axis
    let unit: ChartView.Unit
    private let stepsPerEpoch: Double
    private let elapsed: Series

    /// - Parameter last: the last step of all curves, where others reach farther than `history`.
    init(_ view: ChartView, history: RunHistory, stepsPerEpoch: Int, last: Int? = nil) {
        steps = view.visible(last: max(history.lastStep, last ?? 0))
        unit = history.elapsed.isEmpty && view.unit == .time ? .step : view.unit
        self.stepsPerEpoch = Double(max(1, stepsPerEpoch))
        elapsed = history.elapsed
        // A logarithm has no place for step 0; its first column holds it.
        let first = view.isStepLogarithmic ? max(1, steps.lowerBound) : steps.lowerBound
        let low: Double
        let high: Double
        switch unit {
        case .step: (low, high) = (Double(first), Double(steps.upperBound))
        case .epoch:
            (low, high) = (Double(first) / self.stepsPerEpoch, Double(steps.upperBound) / self.stepsPerEpoch)
        case .time:
            low = Double(elapsed.value(atStep: first) ?? 0)
            high = Double(elapsed.value(atStep: steps.upperBound) ?? 1)
        }
        axis = Axis(low: low, high: high, isLogarithmic: view.isStepLogarithmic)
    }

    /// The same axis for the steps of another run, which may have other epochs and another pace.
    func following(_ history: RunHistory, stepsPerEpoch: Int) -> StepScale { StepScale(self, history, stepsPerEpoch) }

    private init(_ other: StepScale, _ history: RunHistory, _ stepsPerEpoch: Int) {
        (axis, unit) = (other.axis, other.unit)
        self.stepsPerEpoch = Double(max(1, stepsPerEpoch))
        elapsed = history.elapsed
        steps = other.steps
        guard unit != .step else { return }
        let first = other.steps.lowerBound == 0 ? 0 : step(at: axis.low)
        steps = first...max(first, step(at: axis.high))
    }

    /// The step of this scale's run that lies at the same place as a step of another's.
    func step(like step: Int, on other: StepScale) -> Int {
        unit == .step ? step : self.step(at: other.value(ofStep: step))
    }

    /// The step at a place along the axis.
    private func step(at value: Double) -> Int {
        switch unit {
        case .step: return Self.whole(value)
        case .epoch: return Self.whole(value * stepsPerEpoch)
        case .time:
            var (low, high) = (0, elapsed.count)
            while low < high {
                let middle = (low + high) / 2
                if Double(elapsed.values[middle]) < value { low = middle + 1 } else { high = middle }
            }
            return low < elapsed.count ? Int(elapsed.steps[low]) : elapsed.lastStep + 1
        }
    }

    private static func whole(_ value: Double) -> Int { Int(max(-1e9, min(1e12, value.rounded(.up)))) }

    private func value(ofStep step: Int) -> Double {
        switch unit {
        case .step: Double(step)
        case .epoch: Double(step) / stepsPerEpoch
        case .time: Double(elapsed.value(atStep: step) ?? 0)
        }
    }

    /// Which steps fall into each of `count` columns: column `i` holds `bounds[i] ..< bounds[i + 1]`, and at least one.
    func bounds(columns count: Int) -> [Int] {
        let count = max(1, count)
        var bounds = [steps.lowerBound]
        for column in 1..<count {
            // Rising, whatever rounding or a clock that went back makes of it.
            let step = step(at: axis.value(Double(column) / Double(count)))
            bounds.append(min(max(step, bounds[column - 1]), steps.upperBound + 1))
        }
        bounds.append(steps.upperBound + 1)
        return bounds
    }

    /// Where a step lies among `count` columns; outside of them for one that is not shown.
    func column(ofStep step: Int, columns count: Int) -> Int {
        let share = max(-4, min(4, axis.share(value(ofStep: step))))
        return step == steps.upperBound ? count - 1 : Int((share * Double(count)).rounded(.down))
    }

    /// Round places along the axis, as what to write and the column to write it at.
    func ticks(columns count: Int) -> [(column: Int, text: String)] {
        let values = axis.ticks(atMost: max(2, count / 9))
        let spacing = values.count > 1 ? values[1] - values[0] : 1
        return values.map { value in
            let text =
                switch unit {
                case .step: NumberText.compact(value)
                case .epoch: NumberText.tick(value, spacing: spacing)
                case .time: NumberText.time(value)
                }
            return (min(count - 1, Int(axis.share(value) * Double(count))), text)
        }
    }
}
