import MetricLearning

/// Turns what all diagnostics find into one verdict: the first cause in the order of rank stands, what follows from it is not told, and it is
/// withdrawn when it has been over for a while.
struct Diagnosis {
    private(set) var course: Course
    /// Causes before what follows from them.
    private var diagnostics: [any Diagnostic]
    private(set) var standing: RunVerdict
    /// When the standing trouble was last found.
    private var lastFoundAt = 0
    /// How often a trouble was told; one that comes back stands longer each time.
    private var timesTold: [RunVerdict.Kind: Int] = [:]
    /// What was advised since a person last changed something: the opposite is not advised after it.
    private var advised: Set<RunVerdict.Remedy.Action> = []

    /// Whether a divergence was told of which the network has not recovered.
    private var hasDiverged = false

    /// Steps without trouble after which it is over.
    private static let grace = 60
    /// Steps after which a run without trouble is called healthy.
    private static let firstStep = 50

    init(_ options: TrainingOptions, learnsSimilarity: Bool, inputs: InputsDiagnostic) {
        course = Course(options, learnsSimilarity: learnsSimilarity)
        diagnostics = [
            inputs, DivergenceDiagnostic(), SaturationDiagnostic(isTotal: true), CollapseDiagnostic(),
            SaturationDiagnostic(isTotal: false),
            UnbalancedPairsDiagnostic(), OverfittingDiagnostic(), ExhaustionDiagnostic(), StandstillDiagnostic(),
        ]
        standing = RunVerdict(step: 0, elapsed: 0, kind: .early, evidence: "no step was taken yet")
    }

    /// The verdict before the first step.
    mutating func begin(step: Int, elapsed: Double) -> RunVerdict {
        (standing.step, standing.elapsed) = (step, elapsed)
        if step > 0 { standing.evidence = "the training has just gone on" }
        return judge(step: step, elapsed: elapsed) ?? standing
    }

    /// - Returns: the new verdict, where there is one.
    mutating func examine(_ observation: Observation) -> RunVerdict? {
        course.note(observation)
        for index in diagnostics.indices { diagnostics[index].examine(observation, course) }
        // Layers are told after the evaluation of the same step: that nothing is wrong is said once both are known.
        let isStep = if case .step = observation { true } else { false }
        return judge(step: course.step, elapsed: course.elapsed, mayAcquit: isStep)
    }

    /// A person has changed something, and what was advised before no longer binds.
    mutating func note(_ edit: Edit) {
        course.note(edit)
        advised = []
    }

    private mutating func judge(step: Int, elapsed: Double, mayAcquit: Bool = false) -> RunVerdict? {
        if course.hasLearned { hasDiverged = false }
        let findings = diagnostics.compactMap(\.finding).filter { !contradicts($0) && !follows($0) }
        if findings.contains(where: { $0.kind == standing.kind }) { lastFoundAt = step }
        guard let first = findings.first else { return mayAcquit ? withoutTrouble(step: step, elapsed: elapsed) : nil }
        guard first.kind != standing.kind else { return nil }
        // A consequence takes the place of its cause only when the cause itself is over.
        return stand(
            RunVerdict(
                step: step, elapsed: elapsed, kind: first.kind, evidence: first.evidence, figures: first.figures,
                remedy: first.remedy))
    }

    /// Whether a finding only follows from an earlier divergence, of which the network has not recovered.
    private func follows(_ finding: Finding) -> Bool { hasDiverged && !finding.kind.isRuin }

    private func contradicts(_ finding: Finding) -> Bool {
        finding.remedy.action.opposite.map(advised.contains) ?? false
    }

    private mutating func withoutTrouble(step: Int, elapsed: Double) -> RunVerdict? {
        if standing.kind.isTrouble {
            let patience = Self.grace << min(timesTold[standing.kind, default: 1] - 1, 10)
            guard step - lastFoundAt >= patience, !hasDiverged else { return nil }
        } else {
            guard standing.kind == .early, step >= Self.firstStep, course.hasLearned else { return nil }
        }
        guard let evaluation = course.evaluation, let start = course.start, course.recent.isFull else { return nil }
        let loss = course.recent.median(\.loss)
        return stand(
            RunVerdict(
                step: step, elapsed: elapsed, kind: .healthy,
                evidence: "the training loss went from \(start.loss.short) to \(loss.short), the area under ROC is "
                    + evaluation.areaUnderROC.short,
                figures: [
                    RunVerdict.Figure("first loss", Double(start.loss)), RunVerdict.Figure("loss", Double(loss)),
                    RunVerdict.Figure("area under ROC", Double(evaluation.areaUnderROC)),
                ]))
    }

    private mutating func stand(_ verdict: RunVerdict) -> RunVerdict {
        var verdict = verdict
        verdict.withdrawn = standing.kind.isTrouble ? standing.kind : nil
        if let action = verdict.remedy?.action { advised.insert(action) }
        if verdict.kind == .diverging { hasDiverged = true }
        if verdict.kind.isTrouble {
            timesTold[verdict.kind, default: 0] += 1
            lastFoundAt = verdict.step
        }
        standing = verdict
        return verdict
    }
}
