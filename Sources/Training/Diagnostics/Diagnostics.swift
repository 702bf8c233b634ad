import MetricLearning

/// All diagnostics of a run. Each finding is told once, and again only where it comes back or spreads to another layer.
struct Diagnostics {
    private var diagnostics: [any Diagnostic]
    private var told: [Notice.Topic: Set<String>] = [:]
    private var silentUntil: [Notice.Topic: Int] = [:]
    private var timesTold: [Notice.Topic: Int] = [:]
    private var position = (step: 0, elapsed: 0.0)

    /// A finding that comes and goes is not told again within so many steps, and each time for twice as long.
    private static let stepsOfSilence = 500

    init(loss: LossSpec) {
        diagnostics = [
            CollapseDiagnostic(loss: loss), EasyPairsDiagnostic(loss: loss), UnbalancedPairsDiagnostic(loss: loss),
            OverfittingDiagnostic(), DeadUnitsDiagnostic(), ExplodingGradientDiagnostic(), VanishingGradientDiagnostic(),
            UpdateRatioDiagnostic(),
        ]
    }

    /// - Returns: what a person should know from now on.
    mutating func examine(_ event: Event) -> [Notice] {
        switch event {
        case .step(let metrics):
            position = (metrics.step, metrics.elapsed)
            for index in diagnostics.indices { diagnostics[index].examine(metrics) }
        case .evaluation(let metrics):
            for index in diagnostics.indices { diagnostics[index].examine(metrics) }
        case .layers(let statistics):
            for index in diagnostics.indices { diagnostics[index].examine(statistics) }
        default: return []
        }
        let findings = diagnostics.compactMap(\.finding)
        let present = Set(findings.map(\.topic))
        told = told.filter { present.contains($0.key) }
        return findings.compactMap { tell($0) }
    }

    private mutating func tell(_ finding: Finding) -> Notice? {
        let known = told[finding.topic]
        guard known == nil || !finding.layers.isSubset(of: known ?? []) else { return nil }
        told[finding.topic] = finding.layers.union(known ?? [])
        if known == nil, let end = silentUntil[finding.topic], position.step < end { return nil }
        silentUntil[finding.topic] = position.step + Self.stepsOfSilence << min(timesTold[finding.topic, default: 0], 20)
        timesTold[finding.topic, default: 0] += 1
        return Notice(
            step: position.step, elapsed: position.elapsed, severity: finding.severity, message: finding.message,
            advice: finding.advice, topic: finding.topic)
    }
}
