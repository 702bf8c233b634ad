import Training

/// Where a run stands: the one answer that lists, headers, `watch`, `resume` and keys go by.
public enum RunStanding: Sendable, Equatable, CaseIterable {
    case preparing
    case training
    case paused
    /// Its images cannot be read at the moment.
    case waiting
    /// Asked to end, or done; it evaluates and saves once more.
    case ending
    case stopped
    case completed
    case failed
    /// It ended without saying so: its program was killed, or the machine went off.
    case interrupted

    /// - Parameters:
    ///   - isWritten: whether a training holds the run's lock, or runs in this program.
    ///   - state: the last that the run has announced; `nil` before the first.
    ///   - outcome: how it ended, where it says so.
    public init(isWritten: Bool, state: RunState?, outcome: RunOutcome?) {
        if let outcome {
            self =
                switch outcome.reason {
                case .completed: .completed
                case .stopped: .stopped
                case .failed: .failed
                }
        } else if isWritten {
            self =
                switch state {
                case nil, .preparing: .preparing
                case .training, .evaluating: .training
                case .paused: .paused
                case .waiting: .waiting
                case .stopping, .finished, .failed: .ending
                }
        } else {
            self = .interrupted
        }
    }

    /// Whether a program is at work on it.
    public var isActive: Bool { [.preparing, .training, .paused, .waiting, .ending].contains(self) }

    /// What screens, lists and sentences call it.
    public var title: String {
        switch self {
        case .preparing: "preparing"
        case .training: "training"
        case .paused: "paused"
        case .waiting: "waiting for images"
        case .ending: "ending"
        case .stopped: "stopped"
        case .completed: "finished"
        case .failed: "failed"
        case .interrupted: "broken off"
        }
    }

    /// Differs in shape, not in color alone.
    public var sign: String {
        switch self {
        case .preparing: "○"
        case .training: "▶"
        case .paused, .waiting: "="
        case .ending, .stopped: "▼"
        case .completed: "✓"
        case .failed, .interrupted: "✗"
        }
    }
}
