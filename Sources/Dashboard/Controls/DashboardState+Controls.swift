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

    /// The value of a control as it is, and as it will be once all that was asked is done; `nil` while nothing is known.
    func text(of control: Control) -> (now: String?, wanted: String?) {
        switch control {
        case .setting(let setting): (settings[setting].map(NumberText.setting), wanted(setting).map(NumberText.setting))
        case .schedule: (schedule?.name, wantedSchedule?.name)
        case .mining: (mining?.rawValue, wantedMining?.rawValue)
        case .threshold: (threshold.map { NumberText.short($0) }, threshold.map { NumberText.short($0) })
        }
    }

    private var wantedSchedule: Schedule? {
        pending.reversed().lazy.compactMap { if case .setSchedule(let schedule) = $0 { schedule } else { nil } }.first ?? schedule
    }

    private var wantedMining: TripletMining? {
        pending.reversed().lazy.compactMap { if case .setMining(let mining) = $0 { mining } else { nil } }.first ?? mining
    }

    /// Asks for the next value of the chosen control, up or down.
    mutating func nudge(_ direction: Int, size: Size) -> [Effect] {
        if selectedControl == .threshold { return perform(.moveThreshold(direction), size: size) }
        if let reason = steeringRefusal {
            say(reason)
            return []
        }
        switch selectedControl {
        case .setting(let setting):
            guard let value = wanted(setting) else { break }
            return set(setting, RoundValues.neighbour(of: value, direction))
        case .schedule:
            guard let name = wantedSchedule?.name, let next = Self.neighbour(of: name, in: Schedule.usual.map(\.name), direction),
                let schedule = Schedule.named(next)
            else { break }
            return send(.setSchedule(schedule))
        case .mining:
            guard let now = wantedMining, let next = Self.neighbour(of: now, in: TripletMining.allCases, direction) else { break }
            return send(.setMining(next))
        case .threshold: break
        }
        say("the run has not told its settings yet")
        return []
    }

    private static func neighbour<Value: Equatable>(of value: Value, in all: [Value], _ direction: Int) -> Value? {
        all.firstIndex(of: value).map { all[($0 + direction + all.count) % all.count] }
    }

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

extension Command {
    /// What it changes; `nil` where it changes no control.
    var control: Control? {
        switch self {
        case .set(let setting, _): .setting(setting)
        case .setSchedule: .schedule
        case .setMining: .mining
        default: nil
        }
    }
}
