import Dispatch

/// Says when the next checkpoint to go on from is due: after some seconds, and so seldom that saving costs next to nothing.
struct CheckpointTimer {
    private let seconds: Double
    private var interval: Double
    private var start = DispatchTime.now()

    /// The interval is at least so many times as long as saving took.
    private static let leastRest = 50.0

    init(seconds: Double) {
        self.seconds = max(0, seconds)
        interval = self.seconds
    }

    var isDue: Bool { TrainingClock.seconds(since: start) >= interval }

    mutating func restart(after duration: Double) {
        start = .now()
        // Less than a second is kept as asked for, whatever it costs.
        interval = seconds < 1 ? seconds : max(seconds, duration * Self.leastRest)
    }
}
