/// Which steps the curves show and how: what zooming, panning and the axes change. All curves of the Train screen share one.
struct ChartView: Hashable, Sendable {
    enum Unit: String, CaseIterable, Sendable {
        case step
        case epoch
        case time
    }

    /// Steps across; `nil` shows all.
    private(set) var width: Int?
    /// The last step shown; `nil` follows the run.
    private(set) var end: Int?
    var unit = Unit.step
    var isStepLogarithmic = false
    var isValueLogarithmic = false
    /// The step at which all curves are read.
    var crosshair: Int?

    private static let least = 8

    func visible(last: Int) -> ClosedRange<Int> {
        let last = max(2, last)
        guard let width, width < last else { return 1...last }
        let end = min(last, max(end ?? last, width))
        return max(1, end - width + 1)...end
    }

    var follows: Bool { end == nil }
    var isFitted: Bool { width == nil }

    /// Halves or doubles the steps across, around the crosshair where there is one, else at the right end.
    mutating func zoom(in isIn: Bool, last: Int) {
        let range = visible(last: last)
        let target = isIn ? max(Self.least, range.count / 2) : range.count * 2
        guard target < last else { return fit() }
        if let crosshair, range.contains(crosshair) {
            let share = Double(range.upperBound - crosshair) / Double(range.count)
            end = crosshair + Int(share * Double(target))
        }
        width = target
        settle(last: last)
    }

    mutating func pan(by steps: Int, last: Int) {
        guard width != nil else { return }
        end = visible(last: last).upperBound + steps
        settle(last: last)
    }

    mutating func fit() {
        width = nil
        end = nil
    }

    /// Shows a step, for example that of an edit.
    mutating func center(on step: Int, last: Int) {
        crosshair = step
        guard let width, !visible(last: last).contains(step) else { return }
        end = step + width / 2
        settle(last: last)
    }

    mutating func moveCrosshair(by steps: Int, last: Int) {
        let range = visible(last: last)
        let step = min(max(1, (crosshair ?? range.upperBound) + steps), max(1, last))
        crosshair = step
        if step < range.lowerBound { pan(by: step - range.lowerBound, last: last) }
        if step > range.upperBound { pan(by: step - range.upperBound, last: last) }
    }

    private mutating func settle(last: Int) {
        guard let width, let end else { return }
        self.end = end >= last ? nil : max(width, end)
    }
}
