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
        case .setting(let setting): settings[setting].map(NumberText.setting)
        case .schedule: schedule?.name
        case .mining: mining?.rawValue
        case .threshold: threshold.map { NumberText.short($0) }
        }
    }

    /// The latest command that was sent and not answered yet and that changes a control.
    func pendingChange(of control: Control) -> Command? { pending.last { $0.control == control } }

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
        settings[edit.setting] = edit.new
        note(ControlChange(edit))
    }

    /// Takes in that a schedule or a mining was changed; settings tell by edits.
    mutating func applyChange(by command: Command, step: Int) {
        switch command {
        case .setSchedule(let new):
            if let old = schedule, old != new {
                note(
                    ControlChange(
                        step: step, control: .schedule, old: old.name, new: new.name, reversal: .setSchedule(old)))
            }
            schedule = new
        case .setMining(let new):
            if let old = mining, old != new {
                note(
                    ControlChange(
                        step: step, control: .mining, old: old.rawValue, new: new.rawValue, reversal: .setMining(old)))
            }
            mining = new
        default: break
        }
    }

    private mutating func note(_ change: ControlChange) {
        changes.append(change)
        selectedChange = changes.count - 1
        if let place = undoing.firstIndex(of: change.control) {
            undoing.remove(at: place)
        } else {
            undoable.append(change)
        }
        record("\(change.control.title) \(change.old) → \(change.new) at step \(NumberText.grouped(change.step))")
    }

    mutating func undo() -> [Effect] {
        guard let change = undoable.popLast() else {
            say("there is no edit to undo")
            return []
        }
        undoing.append(change.control)
        return send(change.reversal)
    }
}
