import Foundation
import MetricLearning
import Training

/// What a change would mean, told before it is applied.
struct ProposalPreview {
    let title: String
    /// `1 → 1.2 (×1.2)`.
    let change: String
    /// What that does, where what is known tells it.
    let meaning: String?

    init?(_ command: Command, _ state: DashboardState) {
        guard let control = command.control, let new = command.valueText, let old = state.text(of: control) else { return nil }
        title = control.title
        var change = "\(old) → \(new)"
        if case .set(let setting, let value) = command, let now = state.settings[setting], now > 0 {
            change += String(format: " (×%.3g)", value / now)
        }
        self.change = change
        meaning = Self.meaning(of: command, state)
    }

    private static func meaning(of command: Command, _ state: DashboardState) -> String? {
        switch command {
        case .set(.margin, let value): ofMargin(value, state)
        case .set(.learningRate, let value): ofLearningRate(value, state)
        case .set(.dropout, let value): ofDropout(value, state)
        case .setSchedule(let schedule): ofSchedule(schedule, state)
        default: nil
        }
    }

    /// Only impostors nearer than the contrastive margin are pushed apart.
    private static func ofMargin(_ value: Double, _ state: DashboardState) -> String? {
        guard case .contrastive = state.description?.options.loss, let now = state.settings[.margin] else { return nil }
        let impostors = zip(state.testDistances, state.description?.testPairs ?? []).filter { !$1.same && $0.isFinite }.map(\.0)
        guard !impostors.isEmpty else { return nil }
        func share(within margin: Double) -> String {
            NumberText.wholePercent(Double(impostors.count { Double($0) < margin }) / Double(impostors.count))
        }
        return "reaches \(share(within: value)) of impostor pairs, now \(share(within: now))"
    }

    /// With every optimizer, a step is as long as the rate is high: by how much of their own size, half of the layers move more.
    private static func ofLearningRate(_ value: Double, _ state: DashboardState) -> String? {
        if let forecast = RateForecast(rate: value, state), !forecast.isConstant { return forecast.text }
        guard let now = state.settings[.learningRate], now > 0, let layers = state.layerHistory.latest?.layers,
            let ratio = Quartiles(layers.compactMap(\.updateRatio))?.median, ratio > 0
        else { return nil }
        func percent(_ ratio: Double) -> String { String(format: "%.2g %%", 100 * ratio) }
        return "weights change \(percent(Double(ratio) * value / now)) a step, now \(percent(Double(ratio)))"
    }

    private static func ofDropout(_ value: Double, _ state: DashboardState) -> String? {
        let layers = (state.graph?.nodes ?? []).compactMap { node in
            if case .dropout(let dropout) = node.operation { dropout } else { nil }
        }
        guard let strongest = layers.max(by: { $0.probability < $1.probability }), let now = state.settings[.dropout] else {
            return nil
        }
        func share(_ factor: Double) -> String { NumberText.wholePercent(Double(strongest.probability(times: Float(factor)))) }
        return "drops up to \(share(value)) of a layer's units, now \(share(now))"
    }

    private static func ofSchedule(_ schedule: Schedule, _ state: DashboardState) -> String? {
        if case .plateau = schedule { return "the rate falls when the validation loss no longer does" }
        return RateForecast(schedule, state)?.text
    }
}
