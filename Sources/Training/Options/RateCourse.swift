/// The learning rate over the steps of a run: a schedule, the rate that it multiplies, and the part of the run that it covers.
///
/// A schedule that is chosen in mid-run covers the rest of it and counts from there. Where the length of the run changes, what is
/// left of the schedule is spread over what is left of the run, so that the rate goes on from where it is.
public struct RateCourse: Sendable, Hashable {
    public let schedule: Schedule
    /// What the schedule's factor multiplies.
    public internal(set) var rate: Float
    /// Where the schedule begins.
    public let start: RunPlace
    private(set) var stretch: Stretch?

    /// Where the length of the run last changed.
    struct Stretch: Codable, Sendable, Hashable {
        var place: RunPlace
        /// How much of the course was behind it there, of `length`; both are counted as the run was before.
        var done: Double
        var length: Double
    }

    /// - Parameter start: where the schedule begins; by default with the run.
    public init(_ schedule: Schedule, rate: Float, from start: RunPlace = .start) {
        (self.schedule, self.rate, self.start) = (schedule, rate, start)
    }

    /// A schedule that is chosen in mid-run: it begins there, at the rate that is in effect, and covers the rest of the run.
    public init(choosing schedule: Schedule, rate: Float, at place: RunPlace, of length: RunLength) {
        let epochs = length.place(at: 1, after: place).map { ($0.step - place.step) / length.stepsPerEpoch }
        self.init(epochs.map(schedule.spread) ?? schedule, rate: rate, from: place)
    }

    /// The course that a run begins with.
    public init(_ options: TrainingOptions) {
        self.init(options.schedule, rate: options.learningRate)
    }

    /// The schedule's factor in the step after `place`. What a plateau has made of the rate is not in it.
    public func factor(at place: RunPlace, of length: RunLength) -> Float {
        schedule.factor(at: position(at: place, of: length))
    }

    /// Goes on from where it is when the run becomes longer or shorter.
    public mutating func stretch(at place: RunPlace, from old: RunLength, to new: RunLength) {
        // Nothing of it is behind: it covers the new length as if that had been the length from the start.
        guard schedule.coversRun, old != new, place.step > start.step else { return }
        let position = position(at: place, of: old)
        stretch = Stretch(place: place, done: min(position.step, position.total), length: position.total)
    }

    /// In steps where their number is known, else in time, cut into ten thousand parts.
    private func position(at place: RunPlace, of length: RunLength) -> Schedule.Position {
        let anchor = stretch?.place ?? start
        let (left, gone): (Double, Double) =
            if let total = length.totalSteps {
                (Double(max(0, total - anchor.step)), Double(place.step - anchor.step))
            } else {
                (
                    Self.parts,
                    min(1, (place.elapsed - anchor.elapsed) / max(1e-9, (length.totalSeconds ?? 0) - anchor.elapsed)) * Self.parts
                )
            }
        let total = stretch?.length ?? left
        let done = stretch?.done ?? 0
        // Exactly the steps that are gone, where the length has never changed.
        let step = left > 0 ? done + gone * ((total - done) / left) : total
        return Schedule.Position(step: step, total: total, epoch: max(0, place.step - start.step) / length.stepsPerEpoch)
    }

    private static let parts = 10_000.0
}

extension RateCourse: Codable {
    private enum CodingKeys: String, CodingKey {
        case schedule, rate, start, stretch
    }

    /// - Throws: also where its numbers cannot be those of a training, so that nobody who counts with them has to fear.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        schedule = try values.decode(Schedule.self, forKey: .schedule)
        rate = try values.decode(Float.self, forKey: .rate)
        start = try values.decode(RunPlace.self, forKey: .start)
        stretch = try values.decodeIfPresent(Stretch.self, forKey: .stretch)
        guard isPlausible else { throw TrainingError("no training can have this learning rate") }
    }

    private var isPlausible: Bool {
        let places = [start, stretch?.place ?? .start]
        return rate.isFinite && places.allSatisfy { (0...1 << 43).contains($0.step) && (0...1e10).contains($0.elapsed) }
            && (stretch.map { $0.done >= 0 && $0.done <= $0.length && $0.length <= 1e13 } ?? true)
            && (try? schedule.checkRanges()) != nil
    }
}

extension Schedule {
    /// Whether the factor depends on how long the run is.
    var coversRun: Bool {
        switch self {
        case .cosine, .oneCycle: true
        case .constant, .step, .exponential, .plateau: false
        }
    }
}
