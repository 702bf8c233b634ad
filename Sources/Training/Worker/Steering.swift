import MetricLearning
import Networks

/// What can be steered of a training: the settings in effect, how long it goes on, and the edits that can be taken back.
///
/// Commands that come together are one edit, carried out whole or refused whole.
struct Steering: Sendable, Equatable {
    private(set) var settings: TrainingSettings
    var plateau: Plateau
    private(set) var duration: TrainingOptions.Duration
    private(set) var length: RunLength
    private(set) var history: EditHistory

    enum Answer {
        case done(Edit)
        /// Why not, as a sentence.
        case refused(String)
    }

    init(_ state: TrainerState, _ description: RunDescription) {
        (settings, plateau) = (state.settings, state.plateau)
        history = state.history ?? EditHistory()
        duration = state.duration ?? description.options.duration
        length =
            state.duration.map { RunLength(stepsPerEpoch: description.stepsPerEpoch, duration: $0) } ?? RunLength(description)
    }

    /// The learning rate in the step after `place`.
    func rate(at place: RunPlace) -> Float {
        settings.course.rate * factor(at: place)
    }

    /// What the schedule makes of the rate.
    private func factor(at place: RunPlace) -> Float {
        settings.course.factor(at: place, of: length) * plateau.factor
    }

    mutating func apply(_ commands: [Command], at place: RunPlace) -> Answer {
        var next = self
        var changes: [Change] = []
        // A length before a rate, which counts in it; a rate before a schedule, which it gives its height.
        for command in commands.sorted(by: { $0.rank < $1.rank }) {
            switch next.change(by: command, at: place, beside: commands) {
            case .success(let made): changes += made.map { $0.since(settings.course, rate: rate(at: place)) }
            case .failure(let refusal): return .refused(refusal.sentence)
            }
        }
        guard !changes.isEmpty else { return .refused("nothing is to be changed") }
        if let refusal = next.refusalOfStandstill(changes, after: settings.course, at: place) { return .refused(refusal) }
        let id =
            changes.contains(where: \.isReversible)
            ? next.history.append(changes.filter(\.isReversible), course: settings.course, plateau: plateau) : nil
        self = next
        return .done(Edit(step: place.step, elapsed: place.elapsed, changes: changes, id: id))
    }

    /// Takes back the latest edit that was not taken back yet.
    mutating func undo(at place: RunPlace) -> Answer {
        guard let entry = history.popLast() else { return .refused("there is no edit to undo") }
        let (course, rate) = (settings.course, rate(at: place))
        if entry.changesSchedule {
            settings.course = entry.course ?? course
            plateau = entry.plateau ?? plateau
        } else if let before = entry.course {
            settings.course.rate = before.rate
        }
        var changes: [Change] = []
        for change in entry.changes.reversed() {
            switch change {
            case .setting(.learningRate, _, _):
                changes.append(.setting(.learningRate, old: rate.plain, new: self.rate(at: place).plain))
            case .setting(let setting, let old, let new):
                settings.change(setting, to: old)
                changes.append(.setting(setting, old: new, new: old))
            case .schedule:
                changes.append(
                    .schedule(old: course, new: settings.course, oldRate: rate, newRate: self.rate(at: place)))
            case .mining(let old, let new):
                _ = settings.change(old)
                changes.append(.mining(old: new, new: old))
            case .duration, .threads: break
            }
        }
        return .done(Edit(step: place.step, elapsed: place.elapsed, changes: changes, undoes: entry.id))
    }

    // MARK: One command

    private struct Refusal: Error {
        let sentence: String
    }

    private mutating func change(
        by command: Command, at place: RunPlace, beside others: [Command]
    ) -> Result<[Change], Refusal> {
        switch command {
        case .set(let setting, let value):
            if let refusal = settings.refusal(of: value, for: setting) { return .failure(Refusal(sentence: refusal)) }
            guard setting == .learningRate else {
                let old = settings[setting] ?? value
                settings.change(setting, to: value)
                return .success([.setting(setting, old: old, new: value)])
            }
            return .success(changeRate(to: Float(value), at: place, isHeightOfSchedule: others.contains(where: \.isSchedule)))
        case .setSchedule(let schedule):
            do { try schedule.checkRanges() } catch { return .failure(Refusal(sentence: String(describing: error))) }
            return .success([begin(schedule, at: place)])
        case .setMining(let mining):
            guard let old = settings.loss.mining else {
                return .failure(Refusal(sentence: "\(settings.loss.name) loss mines no triplets"))
            }
            _ = settings.change(mining)
            return .success([.mining(old: old, new: mining)])
        case .setDuration(let duration):
            if let refusal = change(duration, at: place) { return .failure(Refusal(sentence: refusal)) }
            return .success([.duration(old: self.duration, new: duration)]).map { made in
                self.duration = duration
                return made
            }
        case .together, .undo, .detach, .pause, .resume, .step, .stop, .abandon, .evaluate, .saveCheckpoint:
            return .failure(Refusal(sentence: "this is no change of the training"))
        }
    }

    /// The rate that a person gives is the one of the next step: the whole course is scaled to it. Where the schedule has brought the
    /// rate to nothing, it is over, and the rate stays as it is given.
    private mutating func changeRate(to rate: Float, at place: RunPlace, isHeightOfSchedule: Bool) -> [Change] {
        let (old, course) = (self.rate(at: place), settings.course)
        let scaled = rate / factor(at: place)
        if scaled.isFinite, !isHeightOfSchedule {
            settings.course.rate = scaled
            return [.setting(.learningRate, old: old.plain, new: rate.plain)]
        }
        begin(RateCourse(.constant, rate: rate, from: place))
        // The schedule that comes with it is the change.
        return isHeightOfSchedule ? [] : [.schedule(old: course, new: settings.course, oldRate: old, newRate: rate)]
    }

    private mutating func begin(_ schedule: Schedule, at place: RunPlace) -> Change {
        let (old, course) = (rate(at: place), settings.course)
        begin(RateCourse(choosing: schedule, rate: old, at: place, of: length))
        return .schedule(old: course, new: settings.course, oldRate: old, newRate: rate(at: place))
    }

    private mutating func begin(_ course: RateCourse) {
        settings.course = course
        plateau = Plateau()
    }

    /// - Returns: why not, as a sentence.
    private mutating func change(_ duration: TrainingOptions.Duration, at place: RunPlace) -> String? {
        do { try duration.checkRanges() } catch { return String(describing: error) }
        let new = RunLength(stepsPerEpoch: length.stepsPerEpoch, duration: duration)
        guard !new.isOver(at: place) else {
            return "the run has \(Self.behind(place, length, as: duration)) behind it, so its length must be above that"
        }
        settings.course.stretch(at: place, from: length, to: new)
        history.stretch(at: place, from: length, to: new)
        length = new
        return nil
    }

    /// What was done so far, counted as a length is.
    private static func behind(_ place: RunPlace, _ length: RunLength, as duration: TrainingOptions.Duration) -> String {
        switch duration {
        case .epochs:
            let epochs = Double(place.step) / Double(length.stepsPerEpoch)
            return "\(Setting.margin.text(epochs)) epochs (\(place.step) steps)"
        case .steps: return TrainingOptions.Duration.steps(place.step).words
        case .minutes: return TrainingOptions.Duration.minutes(place.elapsed / 60).words
        }
    }

    /// A run that is made longer at a learning rate of nothing would learn nothing.
    ///
    /// - Parameter course: the one that has led there: a schedule that begins now begins at what that has left.
    private func refusalOfStandstill(_ changes: [Change], after course: RateCourse, at place: RunPlace) -> String? {
        let isLonger = changes.contains { if case .duration = $0 { true } else { false } }
        let places = [place, length.place(at: 0.5, after: place) ?? place]
        guard isLonger, places.allSatisfy({ rate(at: $0) == 0 }) else { return nil }
        return "the \(course.schedule.name) schedule has brought the learning rate to 0; give a learning rate too"
    }
}

extension Change {
    /// Of changes that come together only the first and the last schedule count.
    fileprivate func since(_ course: RateCourse, rate: Float) -> Change {
        guard case .schedule(_, let new, _, let newRate) = self else { return self }
        return .schedule(old: course, new: new, oldRate: rate, newRate: newRate)
    }
}

extension Command {
    /// The order in which changes that come together are made.
    fileprivate var rank: Int {
        switch self {
        case .setDuration: 0
        case .set(.learningRate, _): 1
        case .setSchedule: 2
        default: 3
        }
    }

    fileprivate var isSchedule: Bool {
        if case .setSchedule = self { true } else { false }
    }

    /// The changes that a command asks for; empty where it asks for something else.
    public var parts: [Command] {
        switch self {
        case .set, .setSchedule, .setMining, .setDuration: [self]
        case .together(let commands): commands
        case .undo, .detach, .pause, .resume, .step, .stop, .abandon, .evaluate, .saveCheckpoint: []
        }
    }
}
