import Training

/// The settings that a person can change, and which of them is chosen.
struct Controls: Hashable, Sendable {
    var selected = 0

    /// What the run has, in a fixed order.
    static func settings(of run: RunView) -> [Setting] {
        Setting.allCases.filter { run.settings[$0] != nil }
    }

    func setting(of run: RunView) -> Setting? {
        let all = Self.settings(of: run)
        return all.isEmpty ? nil : all[min(selected, all.count - 1)]
    }
}

extension Setting {
    /// One nudge up, as a factor: margins move in tenths, rates by the steps that people try.
    var nudge: Double {
        switch self {
        case .margin: 1.1
        case .learningRate: 1.25
        }
    }
}

/// A number being typed for a setting.
struct ValueInput: Hashable, Sendable {
    let setting: Setting
    var text = ""
    var complaint: String?

    /// The number, or why it is none that can be set.
    var value: Result<Double, Complaint> {
        guard let number = Double(text.replacing(",", with: ".")) else {
            return .failure(Complaint(sentence: text.isEmpty ? "type a number" : "\(text) is not a number"))
        }
        guard setting.range.contains(number) else {
            let (low, high) = (setting.range.lowerBound, setting.range.upperBound)
            return .failure(
                Complaint(sentence: "must be from \(NumberText.setting(low)) to \(NumberText.setting(high))"))
        }
        return .success(number)
    }

    struct Complaint: Error, Hashable {
        let sentence: String
    }
}
