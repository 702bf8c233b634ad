import Dispatch

/// Seconds of training: runs while steps are taken or evaluated, stands still while paused.
struct TrainingClock {
    private var accumulated: Double
    private var startedAt: DispatchTime?

    /// - Parameter elapsed: what a run that goes on has behind it.
    init(elapsed: Double = 0) {
        accumulated = elapsed
    }

    var elapsed: Double {
        accumulated + (startedAt.map(Self.seconds(since:)) ?? 0)
    }

    mutating func start() {
        if startedAt == nil { startedAt = .now() }
    }

    mutating func stop() {
        accumulated = elapsed
        startedAt = nil
    }

    static func seconds(since start: DispatchTime) -> Double {
        Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) * 1e-9
    }
}
