/// A moment of a run.
public struct RunPlace: Codable, Sendable, Hashable {
    /// Steps done.
    public var step: Int
    /// Seconds of training done, pauses not counted.
    public var elapsed: Double

    public init(step: Int, elapsed: Double) {
        self.step = step
        self.elapsed = elapsed
    }

    public static let start = RunPlace(step: 0, elapsed: 0)
}

/// How long a run goes on, in what its end is counted in.
public struct RunLength: Sendable, Hashable {
    public var stepsPerEpoch: Int
    public var totalSteps: Int?
    public var totalSeconds: Double?

    public init(stepsPerEpoch: Int, duration: TrainingOptions.Duration) {
        self.stepsPerEpoch = max(1, stepsPerEpoch)
        totalSteps = duration.steps(perEpoch: self.stepsPerEpoch)
        totalSeconds = duration.seconds
    }

    /// What a run is described to end at.
    public init(_ description: RunDescription) {
        stepsPerEpoch = max(1, description.stepsPerEpoch)
        (totalSteps, totalSeconds) = (description.totalSteps, description.totalSeconds)
    }

    /// Whether the run is over there.
    public func isOver(at place: RunPlace) -> Bool {
        if let totalSteps { return place.step >= totalSteps }
        if let totalSeconds { return place.elapsed >= totalSeconds }
        return false
    }

    /// The moment at a share of the rest of the run, 0 to 1: at 1 it is that of the last step.
    ///
    /// A run that ends by time reaches it at the pace that it has kept so far; `nil` where it has none yet, or no end.
    public func place(at share: Double, after place: RunPlace) -> RunPlace? {
        func pace() -> Double? { place.step > 0 && place.elapsed > 0 ? Double(place.step) / place.elapsed : nil }
        if let totalSteps {
            let steps = Double(max(0, totalSteps - 1 - place.step)) * share
            return RunPlace(
                step: place.step + Int(steps), elapsed: place.elapsed + (pace().map { steps / $0 } ?? 0))
        }
        guard let totalSeconds, let pace = pace() else { return nil }
        let seconds = max(0, totalSeconds - place.elapsed) * share
        guard seconds * pace < 1e12 else { return nil }
        return RunPlace(step: place.step + Int(seconds * pace), elapsed: place.elapsed + seconds)
    }
}

extension TrainingOptions.Duration {
    func steps(perEpoch stepsPerEpoch: Int) -> Int? {
        switch self {
        case .epochs(let epochs):
            // A file may say anything.
            min(1 << 43, epochs.multipliedReportingOverflow(by: stepsPerEpoch).overflow ? .max : epochs * stepsPerEpoch)
        case .steps(let steps): steps
        case .minutes: nil
        }
    }

    var seconds: Double? {
        if case .minutes(let minutes) = self { minutes * 60 } else { nil }
    }
}
