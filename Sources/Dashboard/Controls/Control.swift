import Training

/// What a person can change on Train.
enum Control: Hashable, Sendable {
    case setting(Setting)
    /// Of the learning rate.
    case schedule
    /// Which triplets count.
    case mining
    /// Of the verdicts on the screens; the training goes on as it is.
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

/// A change of the training, as the curves mark it.
struct ControlChange: Hashable, Sendable {
    let step: Int
    let control: Control
    let old: String
    let new: String
    /// What takes it back.
    let reversal: Command

    init(_ edit: Edit) {
        (step, control) = (edit.step, .setting(edit.setting))
        (old, new) = (NumberText.setting(edit.old), NumberText.setting(edit.new))
        reversal = .set(edit.setting, edit.old)
    }

    init(step: Int, control: Control, old: String, new: String, reversal: Command) {
        (self.step, self.control, self.old, self.new, self.reversal) = (step, control, old, new, reversal)
    }

    /// For a mark on a curve: `margin 1→1.2`.
    var shortText: String { "\(name) \(old)→\(new)" }
    /// Where that has no room: `margin→1.2`.
    var briefText: String { "\(name)→\(new)" }

    private var name: String { control == .setting(.learningRate) ? "lr" : control.title }
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
        case .set(_, let value): NumberText.setting(value)
        case .setSchedule(let schedule): schedule.name
        case .setMining(let mining): mining.rawValue
        default: nil
        }
    }
}
