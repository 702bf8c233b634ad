import Dispatch

/// Says when the next checkpoint to go on from is due: after some seconds, and so seldom that saving costs next to nothing.
struct CheckpointTimer {
    private let seconds: Double
    private var interval: Double
    private var start = DispatchTime.now()

    static let usualSeconds = 60.0
    /// The interval is at least so many times as long as saving took.
    private static let leastRest = 50.0

    init(seconds: Double?) {
        self.seconds = max(0, seconds ?? Self.usualSeconds)
        interval = self.seconds
    }

    var isDue: Bool { TrainingClock.seconds(since: start) >= interval }

    mutating func restart(after duration: Double) {
        start = .now()
        // Whoever asks for a checkpoint after every step gets it, whatever it costs.
        interval = seconds > 0 ? max(seconds, duration * Self.leastRest) : 0
    }
}
