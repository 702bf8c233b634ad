import Foundation

/// An edit as screens, plain lines and reports tell it.
extension Change {
    /// What was changed: `margin`.
    public var title: String {
        switch self {
        case .setting(let setting, _, _): setting.title
        case .schedule: "schedule"
        case .mining: "mining"
        case .duration: "length"
        case .threads: "threads"
        }
    }

    public var oldText: String { texts.old }
    public var newText: String { texts.new }

    private var texts: (old: String, new: String) {
        switch self {
        case .setting(let setting, let old, let new): (setting.text(old), setting.text(new))
        case .schedule(let old, let new, _, _): (old.schedule.name, new.schedule.name)
        case .mining(let old, let new): (old.rawValue, new.rawValue)
        case .duration(let old, let new): (old.words, new.words)
        case .threads(let old, let new): ("\(old)", "\(new)")
        }
    }

    /// `margin 1 → 1.2`; of a schedule also what it makes of the learning rate at once.
    public var sentence: String {
        let sentence = "\(title) \(oldText) → \(newText)"
        guard case .schedule(_, _, let old, let new) = self else { return sentence }
        return sentence + " (learning rate \(Setting.learningRate.text(Double(old))) → \(Setting.learningRate.text(Double(new))))"
    }
}

extension Edit {
    /// `margin 1 → 1.2, dropout ×1 → ×0.5`.
    public var sentence: String {
        (undoes == nil ? "" : "undone: ") + changes.map(\.sentence).joined(separator: ", ")
            + (by == .program ? ", by the program" : "")
    }
}

extension Setting {
    /// A value as a person would type it, without zeros that say nothing; a factor on something else is marked as one.
    public func text(_ value: Double) -> String {
        let number = String(format: "%.4g", value)
        return isFactor ? "×\(number)" : number
    }

    /// Whether the value multiplies what the network or the options say.
    public var isFactor: Bool { self == .dropout || self == .augmentation }
}

extension TrainingOptions.Duration {
    /// `60 epochs`.
    public var words: String {
        func counted(_ count: String, _ noun: String) -> String { "\(count) \(noun)\(count == "1" ? "" : "s")" }
        return switch self {
        case .epochs(let epochs): counted("\(epochs)", "epoch")
        case .steps(let steps): counted("\(steps)", "step")
        case .minutes(let minutes): counted(String(format: "%.4g", minutes), "minute")
        }
    }
}

extension RunDescription {
    /// Takes in how an edit changes what the run is described to be: its length and its threads.
    public mutating func apply(_ edit: Edit) {
        for change in edit.changes {
            switch change {
            case .duration(_, let new):
                options.duration = new
                let length = RunLength(stepsPerEpoch: stepsPerEpoch, duration: new)
                (totalSteps, totalSeconds) = (length.totalSteps, length.totalSeconds)
            case .threads(_, let new): options.threads = new
            case .setting, .schedule, .mining: break
            }
        }
    }
}
