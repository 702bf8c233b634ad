import MetricLearning
import Training

/// Nudged values wait as proposals until they are applied, all between the same two steps, or dropped.
extension DashboardState {
    func proposal(for control: Control) -> Command? { proposals.first { $0.control == control } }

    /// Proposes the next value of the chosen control, up or down. The threshold, which steers nothing, moves at once.
    mutating func nudge(_ direction: Int, size: Size) -> [Effect] {
        if selectedControl == .threshold { return perform(.moveThreshold(direction), size: size) }
        if let reason = steeringRefusal {
            say(reason)
        } else if let command = neighbour(of: selectedControl, direction) {
            propose(command)
        } else {
            say("the run has not told its settings yet")
        }
        return []
    }

    /// The command that gives a control its next value, from what is proposed, else asked for, else in effect.
    private func neighbour(of control: Control, _ direction: Int) -> Command? {
        let latest = proposal(for: control) ?? pendingChange(of: control)
        switch control {
        case .setting(let setting):
            guard let value = latest?.number ?? settings[setting] else { return nil }
            let next = setting.kept(RoundValues.neighbour(of: value, direction))
            // A schedule may have brought the rate below all that can be set: the way down does not lead up.
            return .set(setting, (next - value) * Double(direction) > 0 ? next : value)
        case .schedule:
            guard let name = latest?.valueText ?? schedule?.name else { return nil }
            return Self.neighbour(of: name, in: Schedule.usual.map(\.name), direction).flatMap(Schedule.named).map(
                Command.setSchedule)
        case .mining:
            guard let name = latest?.valueText ?? mining?.rawValue else { return nil }
            return Self.neighbour(of: name, in: TripletMining.allCases.map(\.rawValue), direction).flatMap(TripletMining.init)
                .map(Command.setMining)
        case .threshold: return nil
        }
    }

    private static func neighbour(of name: String, in all: [String], _ direction: Int) -> String? {
        all.firstIndex(of: name).map { all[($0 + direction + all.count) % all.count] }
    }

    private mutating func propose(_ command: Command) {
        guard let control = command.control, let value = command.valueText else { return }
        let wanted = pendingChange(of: control)?.valueText ?? text(of: control)
        guard value != proposal(for: control)?.valueText ?? wanted else {
            return say("\(control.title) goes no further than \(value)")
        }
        forgetProposal(for: control)
        // Back at the value that it has, there is nothing to apply.
        if value != wanted { proposals.append(command) }
        // What the value means stands where the toast would.
        messages.hideToast()
    }

    mutating func forgetProposal(for control: Control) {
        proposals.removeAll { $0.control == control }
    }

    mutating func applyProposals() -> [Effect] {
        guard !proposals.isEmpty else {
            say("nothing to apply; < and > nudge the selected control")
            return []
        }
        let commands = proposals
        proposals = []
        return send(commands.count == 1 ? commands[0] : .together(commands))
    }

    mutating func dropProposals() {
        let isOne = proposals.count == 1
        say(proposals.isEmpty ? "nothing waits to be dropped" : "the nudged \(isOne ? "value is" : "values are") dropped")
        proposals = []
    }
}
