import Training

/// What a person can change on Train.
enum Control: Hashable, Sendable {
    case setting(Setting)
    /// Of the learning rate.
    case schedule
    /// Which triplets count.
    case mining
    /// Of the verdicts on the screens; the training continues as it is.
    case threshold

    var title: String {
        switch self {
        case .setting(let setting): setting.title
        case .schedule: "schedule"
        case .mining: "mining"
        case .threshold: "threshold"
        }
    }
}

/// An edit of the training, as the curves mark it.
struct ControlChange: Hashable, Sendable {
    let step: Int
    /// All that was changed together.
    let parts: [Part]
    /// Whether it takes another one back.
    var isUndo = false

    struct Part: Hashable, Sendable {
        let name: String
        let old: String
        let new: String
    }

    init(_ edit: Edit) {
        step = edit.step
        isUndo = edit.undoes != nil
        parts = edit.changes.map { change in
            var name = change.title
            if case .setting(.learningRate, _, _) = change { name = "lr" }
            return Part(name: name, old: change.oldText, new: change.newText)
        }
    }

    /// As the first runs told of schedules and minings.
    init(step: Int, control: Control, old: String, new: String) {
        self.step = step
        parts = [Part(name: control.title, old: old, new: new)]
    }

    /// For a mark on a curve: `margin 1→1.2`.
    var shortText: String { marked { "\($0.name) \($0.old)→\($0.new)" } }
    /// Where that has no room: `margin→1.2`.
    var briefText: String { marked { "\($0.name)→\($0.new)" } }

    private func marked(_ text: (Part) -> String) -> String {
        (isUndo ? "undo " : "") + parts.map(text).joined(separator: ", ")
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

    /// The number that it gives a setting.
    var number: Double? {
        if case .set(_, let value) = self { value } else { nil }
    }

    /// The value that it gives a control.
    var valueText: String? {
        switch self {
        case .set(let setting, let value): setting.text(value)
        case .setSchedule(let schedule): schedule.name
        case .setMining(let mining): mining.rawValue
        default: nil
        }
    }
}
