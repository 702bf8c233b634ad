import MetricLearning
import Training

extension DashboardState {
    /// What this run's loss and optimizer have.
    var availableControls: [Control] {
        var controls = Setting.allCases.filter { settings[$0] != nil }.map(Control.setting)
        if schedule != nil { controls.append(.schedule) }
        if mining != nil { controls.append(.mining) }
        if description != nil { controls.append(.threshold) }
        return controls
    }

    /// The value of a control as it is; `nil` while nothing is known.
    func text(of control: Control) -> String? {
        switch control {
        case .setting(let setting): settings[setting].map(setting.text)
        case .schedule: schedule?.name
        case .mining: mining?.rawValue
        case .threshold: threshold.map { NumberText.short($0) }
        }
    }

    /// The latest command that was sent and not answered yet and that changes a control.
    func pendingChange(of control: Control) -> Command? { pending.flatMap(\.parts).last { $0.control == control } }

    /// Begins to type a value for the chosen control.
    mutating func typeControl() {
        switch selectedControl {
        case .threshold:
            guard threshold != nil else { return say("distances come with the first evaluation; e evaluates now") }
            overlay = .entry(Entry(purpose: .threshold))
        case .setting(let setting): overlay = .entry(Entry(purpose: .setting(setting)))
        case .schedule, .mining: overlay = .entry(Entry(purpose: .command, text: "\(selectedControl.title) "))
        }
        // What cannot be changed is said before anything is typed.
        guard selectedControl != .threshold, let reason = steeringRefusal else { return }
        overlay = nil
        say(reason)
    }

    mutating func apply(_ edit: Edit) {
        setClock(edit.elapsed)
        let before = description.map(RunLength.init)
        description?.apply(edit)
        for change in edit.changes {
            switch change {
            case .setting(let setting, _, let new): set(setting, to: new, at: edit.step)
            case .schedule(_, let new, _, let rate):
                course = new
                set(.learningRate, to: rate.plain, at: edit.step)
            case .mining(_, let new): mining = new
            case .duration:
                guard let before, let after = description.map(RunLength.init) else { break }
                course?.stretch(at: RunPlace(step: edit.step, elapsed: edit.elapsed), from: before, to: after)
            case .threads: break
            }
        }
        lastEditStep = edit.step
        if let id = edit.id { undoable.append(id) }
        if let undone = edit.undoes { undoable.removeAll { $0 == undone } }
        note(ControlChange(edit))
        record("\(edit.sentence) at step \(NumberText.grouped(edit.step))")
    }

    private mutating func set(_ setting: Setting, to value: Double, at step: Int) {
        numbers[setting] = value
        if setting == .learningRate { rateEditedAt = step }
    }

    /// Takes in that a schedule or a mining was changed, of which the first runs told by the answers to commands alone.
    mutating func applyChange(by command: Command, step: Int) {
        switch command {
        case .setSchedule(let new):
            guard let old = course?.schedule, old != new else { break }
            note(ControlChange(step: step, control: .schedule, old: old.name, new: new.name))
            record("schedule \(old.name) → \(new.name) at step \(NumberText.grouped(step))")
            course = RateCourse(new, rate: course?.rate ?? 0, from: RunPlace(step: step, elapsed: clock.elapsed))
        case .setMining(let new):
            guard let old = mining, old != new else { break }
            note(ControlChange(step: step, control: .mining, old: old.rawValue, new: new.rawValue))
            record("mining \(old.rawValue) → \(new.rawValue) at step \(NumberText.grouped(step))")
            mining = new
        default: break
        }
    }

    private mutating func note(_ change: ControlChange) {
        changes.append(change)
        selectedChange = changes.count - 1
    }

    /// Asks the training to take its latest edit back; which one that is, the training knows.
    mutating func undo() -> [Effect] {
        let waiting = pending.count { !$0.parts.isEmpty } - pending.count { $0 == .undo }
        guard undoable.count + waiting > 0 else {
            say("there is no edit to undo")
            return []
        }
        return send(.undo)
    }
}
