import Foundation
import Training

extension DashboardState {
    /// Sends what an action asks of the training.
    mutating func steer(_ action: Action) -> [Effect] {
        switch action {
        case .pause: return send(wantsPause ? .resume : .pause)
        case .step:
            guard wantsPause else { return refuse("one step at a time works while paused; Space pauses") }
            return send(.step)
        case .save: return send(.saveCheckpoint)
        case .evaluate: return send(.evaluate)
        case .undo:
            guard proposals.isEmpty else {
                dropProposals()
                return []
            }
            return undo()
        case .applyProposals: return applyProposals()
        case .typeSetting(let setting):
            guard settings[setting] != nil else { return refuse("this run has no \(setting.title)") }
            selectedControl = .setting(setting)
            overlay = .entry(Entry(purpose: .setting(setting)))
        default: break
        }
        return []
    }

    /// Whether the training is paused, or will be once it has done all that was asked.
    private var wantsPause: Bool {
        let latest = pending.last { $0 == .pause || $0 == .resume }
        return latest.map { $0 == .pause } ?? (runState == .paused)
    }

    /// The value that a setting will have once all that was asked is done.
    func wanted(_ setting: Setting) -> Double? {
        pendingChange(of: .setting(setting))?.number ?? settings[setting]
    }

    /// Asks for a value, kept within what the setting may be.
    mutating func set(_ setting: Setting, _ value: Double) -> [Effect] {
        let kept = setting.kept(value)
        forgetProposal(for: .setting(setting))
        guard kept != wanted(setting) else {
            return refuse("\(setting.title) is already \(setting.text(kept))")
        }
        return send(.set(setting, kept))
    }

    mutating func send(_ command: Command) -> [Effect] {
        pending.append(command)
        record("asked: \(command.request)", routine: .passing)
        return [.send(command)]
    }

    private mutating func refuse(_ reason: String) -> [Effect] {
        say(reason)
        return []
    }
}

extension Command {
    /// What was asked for, before it has taken effect.
    var request: String {
        switch self {
        case .pause: "pause"
        case .resume: "go on"
        case .step: "one step"
        case .stop: "save and stop"
        case .abandon: "stop without saving"
        case .set(let setting, let value): "\(setting.title) \(setting.text(value))"
        case .setSchedule(let schedule): "schedule \(schedule.name)"
        case .setMining(let mining): "mining \(mining.rawValue)"
        case .setDuration(let duration): duration.words
        case .together(let commands): commands.map(\.request).joined(separator: ", ")
        case .undo: "take the last edit back"
        case .detach: "go on without a screen"
        case .evaluate: "evaluate"
        case .saveCheckpoint: "save a checkpoint"
        }
    }
}

/// The values that nudging goes through: ten to a power of ten, about a quarter apart (the series R10 of ISO 3, rounded).
enum RoundValues {
    private static let mantissas: [Double] = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]

    /// The next round value above or below; never the value itself.
    static func neighbour(of value: Double, _ direction: Int) -> Double {
        guard value > 0, value.isFinite else { return direction > 0 ? 1e-3 : value }
        let power = Int(floor(log10(value)))
        let candidates = (power - 1...power + 1).flatMap { power in mantissas.map { decimal($0, power) } }
        return direction > 0
            ? candidates.first { $0 > value * (1 + 1e-9) } ?? value : candidates.last { $0 < value * (1 - 1e-9) } ?? value
    }

    /// By way of its decimal form, so that 3e-4 is what a person would have typed.
    private static func decimal(_ mantissa: Double, _ power: Int) -> Double { Double("\(mantissa)e\(power)") ?? mantissa }
}
