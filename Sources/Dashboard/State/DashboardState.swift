import Networks
import Training

/// Everything that the dashboard knows: the run as its events tell it, and where the person looks.
public struct DashboardState: Sendable {
    public let capabilities: Capabilities
    /// False for a run that is only looked at: nothing can be sent to it.
    public let isLive: Bool

    var run = RunView()
    var screen = Screen.train
    var overlay: Overlay?
    var controls = Controls()
    var networkScroll = 0
    var pairs = PairsView()
    var pictures = PictureShelf()
    var toast: Toast?
    var log: [LogEntry] = []
    /// Commands that were sent and not yet answered: how many wait for which command.
    var now = 0.0

    public init(capabilities: Capabilities, isLive: Bool) {
        self.capabilities = capabilities
        self.isLive = isLive
    }

    /// Takes in an event, live or replayed.
    public mutating func apply(_ event: Event) {
        run.apply(event)
        switch event {
        case .evaluation: pairs.refresh(run)
        case .edit(let edit):
            say(
                "\(edit.setting.title) \(NumberText.setting(edit.old)) → \(NumberText.setting(edit.new)) from step "
                    + NumberText.grouped(edit.step + 1))
        case .acknowledged(let answer): tell(answer)
        case .checkpoint(let record) where record.kind == .last:
            say("saved \(record.file) at step \(NumberText.grouped(record.step))")
        case .notice(let notice): note(notice.message, severity: notice.severity)
        case .finished(let outcome): say(Self.sentence(for: outcome), severity: outcome.reason == .failed ? .error : .information)
        case .started, .step, .state, .checkpoint: break
        }
    }

    private mutating func tell(_ answer: Acknowledgement) {
        if let refusal = answer.refusal {
            say(refusal, severity: .warning)
            return
        }
        let step = NumberText.grouped(answer.step)
        switch answer.command {
        case .pause: say("paused after step \(step)")
        case .resume: say("training goes on after step \(step)")
        case .step: say("one step, then pause")
        case .evaluate: say("evaluated at step \(step)")
        case .set, .saveCheckpoint, .stop, .abandon: break
        }
    }

    private static func sentence(for outcome: RunOutcome) -> String {
        switch outcome.reason {
        case .completed: "completed after \(NumberText.grouped(outcome.step)) steps; q leaves"
        case .stopped: "stopped after \(NumberText.grouped(outcome.step)) steps"
        case .failed: outcome.message ?? "training failed"
        }
    }

    /// Captured output, or a word from the program itself: into the log, and shown for a while.
    public mutating func note(_ text: String, severity: Notice.Severity) {
        say(text, severity: severity)
    }

    mutating func say(_ text: String, severity: Notice.Severity = .information) {
        toast = Toast(text: text, severity: severity, until: now + (severity == .information ? 4 : 8))
        log.append(LogEntry(step: run.step, severity: severity, text: text))
        if log.count > 1000 { log.removeFirst(log.count - 1000) }
    }

    /// Lets time pass: `now` in seconds of a clock that never goes back.
    ///
    /// - Returns: whether anything that is shown has changed.
    public mutating func tick(now: Double) -> Bool {
        self.now = now
        guard let toast, toast.until <= now else { return false }
        self.toast = nil
        return true
    }

    // MARK: Pictures

    /// Files, relative to the data set, that the screen needs and nobody has provided.
    public var wantedPictures: [String] {
        guard screen == .pairs, let pair = pairs.current(run)?.description else { return [] }
        return [pair.left.file, pair.right.file].filter { !pictures.knows($0) }
    }

    /// - Parameter picture: `nil` where the file cannot be read; it is not asked for again.
    public mutating func provide(_ picture: Picture?, for file: String) {
        pictures.put(picture, for: file)
    }
}

/// The screens, in the order of their digits.
enum Screen: Int, CaseIterable, Sendable {
    case train
    case network
    case pairs

    var title: String {
        switch self {
        case .train: "Train"
        case .network: "Network"
        case .pairs: "Pairs"
        }
    }
}

/// What lies over the screen and takes the keys.
enum Overlay: Hashable, Sendable {
    case help
    case quit
    case input(ValueInput)
}

struct Toast: Hashable, Sendable {
    let text: String
    let severity: Notice.Severity
    let until: Double
}

struct LogEntry: Hashable, Sendable {
    let step: Int
    let severity: Notice.Severity
    let text: String
}
