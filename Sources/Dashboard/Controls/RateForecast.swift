import Training

/// What the learning rate is going to be: now, halfway through the rest of the run, and at its end.
struct RateForecast {
    private let line: String
    private let values: [Double]

    private static let points = 33

    /// After a schedule is chosen now: it begins at the rate that is in effect, or that is proposed with it.
    init?(_ schedule: Schedule, _ state: DashboardState) {
        guard let rate = state.proposal(for: .setting(.learningRate))?.number ?? state.settings[.learningRate] else { return nil }
        self.init(choosing: schedule, rate: rate, state)
    }

    /// Of what is in effect.
    init?(_ state: DashboardState) {
        guard let course = state.course else { return nil }
        self.init(course, state)
    }

    private init?(choosing schedule: Schedule, rate: Double, _ state: DashboardState) {
        guard let length = state.description.map(RunLength.init) else { return nil }
        self.init(RateCourse(choosing: schedule, rate: Float(rate), at: state.place, of: length), state)
    }

    /// After a rate is given now: the schedule that is in effect goes on from it, unless another one is proposed with it.
    init?(rate: Double, _ state: DashboardState) {
        if case .setSchedule(let schedule)? = state.proposal(for: .schedule) {
            self.init(choosing: schedule, rate: rate, state)
            return
        }
        guard let course = state.course, let length = state.description.map(RunLength.init) else { return nil }
        let factor = course.factor(at: state.place, of: length)
        self.init(factor > 0 ? course : RateCourse(.constant, rate: 1, from: state.place), state) { value, first in
            first > 0 ? value / first * rate : rate
        }
    }

    private init?(
        _ course: RateCourse, _ state: DashboardState,
        scaled: (Double, Double) -> Double = { value, _ in value }
    ) {
        guard let length = state.description.map(RunLength.init) else { return nil }
        let rates = (0..<Self.points).compactMap { point in
            length.place(at: Double(point) / Double(Self.points - 1), after: state.place).map {
                Double(course.rate * course.factor(at: $0, of: length))
            }
        }
        guard rates.count == Self.points, let first = rates.first else { return nil }
        values = rates.map { scaled($0, first) }
        line = Sparkline.text(values.map { Float($0) }, columns: 12, capabilities: state.capabilities)
    }

    var isConstant: Bool { values.allSatisfy { $0 == values[0] } }

    var text: String {
        guard !isConstant else { return "rate stays \(NumberText.brief(Float(values[0])))" }
        func text(_ value: Double) -> String { NumberText.brief(Float(value)) }
        let last = values.count - 1
        let highest = values.max() ?? 0
        let peak =
            highest > 1.1 * max(values[0], values[last / 2], values[last]) ? ", \(text(highest)) at its highest" : ""
        return
            "rate \(text(values[0])) now, \(text(values[last / 2])) halfway, \(text(values[last])) at the end\(peak) \(line)"
    }
}

extension DashboardState {
    /// Where the run is.
    var place: RunPlace { RunPlace(step: latestStep?.step ?? 0, elapsed: clock.elapsed) }
}
