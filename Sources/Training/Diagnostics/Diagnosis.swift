import MetricLearning

/// Turns what all diagnostics find into one verdict: the first cause in the order of rank stands, what follows from it is not told, and it is
/// withdrawn when it has been over for a while.
struct Diagnosis {
    private(set) var course: Course
    private var diagnostics: [any Diagnostic]
    private(set) var standing: RunVerdict
    /// When the standing trouble was last found.
    private var lastFoundAt = 0
    /// When a person last changed something; `nil` where nobody has since the standing verdict.
    private var editedAt: Int?
    /// How often a trouble was told; one that comes back stands longer each time.
    private var timesTold: [RunVerdict.Kind: Int] = [:]
    /// What was advised since a person last changed something: the opposite is not advised after it.
    private var advised: Set<RunVerdict.Remedy.Action> = []

    /// Whether a divergence was told of which the network has not recovered, and whether a person has changed something since.
    private var hasDiverged = false
    private var hasChangedSince = false

    /// Steps without trouble after which it is over.
    private static let grace = 60
    /// Steps after which a run without trouble is called healthy.
    private static let firstStep = 50
    /// Causes before what follows from them. Which of two of one rank is the cause, is decided by which was found first.
    private static let ranks: [Set<RunVerdict.Kind>] = [
        [.alike], [.diverging], [.saturated, .collapsed], [.unbalanced], [.overfitting], [.exhausted], [.slow],
    ]
    /// Steps after which it is told that nothing can be told yet.
    private static let undecided = 200

    init(_ options: TrainingOptions, learnsSimilarity: Bool, inputs: InputsDiagnostic, validationImages: Int) {
        course = Course(options, learnsSimilarity: learnsSimilarity, validationImages: validationImages)
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
        if step > 0 { standing.evidence = "the run was resumed at step \(step), and too few steps were taken since" }
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
        guard edit.by == .person else { return }
        advised = []
        editedAt = edit.step
        hasChangedSince = true
    }

    /// Whether the layers, as they stand, ask for a look at what their activations let through.
    func suspectsActivations(_ statistics: LayerStatistics) -> Bool {
        guard statistics.step > 0, !hasDiverged else { return false }
        return statistics.largestUpdate < Course.creeping || diagnostics.contains { $0.finding?.kind == .collapsed }
    }

    private mutating func judge(step: Int, elapsed: Double, mayAcquit: Bool = false) -> RunVerdict? {
        if course.hasLearned { hasDiverged = false }
        let findings = diagnostics.compactMap(\.finding).filter { !contradicts($0) && !follows($0) }
        if findings.contains(where: { $0.kind == standing.kind }) { lastFoundAt = step }
        guard let first = findings.first else { return mayAcquit ? withoutTrouble(step: step, elapsed: elapsed) : nil }
        if first.kind == standing.kind {
            // What was advised was done, has had its time, and was not enough.
            guard let editedAt, step - editedAt >= Self.grace, first.remedy != standing.remedy else { return nil }
        } else if isConsequence(first.kind), !isOver(at: step) {
            return nil
        }
        return stand(
            RunVerdict(
                step: step, elapsed: elapsed, kind: first.kind, evidence: first.evidence, figures: first.figures,
                remedy: first.remedy))
    }

    /// Whether a finding only follows from an earlier divergence, of which the network has not recovered. Once a person has done
    /// something about that, what is left of the network counts.
    private func follows(_ finding: Finding) -> Bool {
        guard hasDiverged, finding.kind != .diverging else { return false }
        return !(hasChangedSince && (finding.kind.isRuin || finding.kind == .saturated))
    }

    private func contradicts(_ finding: Finding) -> Bool {
        finding.remedy.action.opposite.map(advised.contains) ?? false
    }

    /// Whether a kind may follow from the trouble that stands: it takes its place only when that is over.
    private func isConsequence(_ kind: RunVerdict.Kind) -> Bool {
        func rank(_ kind: RunVerdict.Kind) -> Int? { Self.ranks.firstIndex { $0.contains(kind) } }
        guard let cause = rank(standing.kind), let rank = rank(kind) else { return false }
        return rank >= cause
    }

    private func isOver(at step: Int) -> Bool {
        step - lastFoundAt >= Self.grace << min(timesTold[standing.kind, default: 1] - 1, 10)
    }

    private mutating func withoutTrouble(step: Int, elapsed: Double) -> RunVerdict? {
        if standing.kind.isTrouble {
            // Nothing grows any more because nothing is left that could: only a person's change ends that.
            guard isOver(at: step), !hasDiverged || hasChangedSince else { return nil }
        } else {
            guard standing.kind == .early, step >= Self.firstStep else { return nil }
            guard course.hasLearned || step >= Self.undecided && standing.figures.isEmpty else { return nil }
        }
        guard let evaluation = course.evaluation, let start = course.start, course.recent.isFull else { return nil }
        let loss = course.recent.median(\.loss)
        return stand(
            RunVerdict(
                step: step, elapsed: elapsed, kind: course.hasLearned ? .healthy : .early,
                evidence: "the training loss went from \(start.loss.short) to \(loss.short), the area under ROC is "
                    + evaluation.areaUnderROC.short,
                figures: [
                    RunVerdict.Figure("first loss", Double(start.loss)), RunVerdict.Figure("loss", Double(loss)),
                    RunVerdict.Figure("area under ROC", Double(evaluation.areaUnderROC)),
                ]))
    }

    private mutating func stand(_ verdict: RunVerdict) -> RunVerdict {
        var verdict = verdict
        verdict.withdrawn = standing.kind.isTrouble && standing.kind != verdict.kind ? standing.kind : nil
        if let action = verdict.remedy?.action { advised.insert(action) }
        if verdict.kind == .diverging { (hasDiverged, hasChangedSince) = (true, false) }
        if verdict.kind.isTrouble {
            if standing.kind != verdict.kind { timesTold[verdict.kind, default: 0] += 1 }
            lastFoundAt = verdict.step
        }
        editedAt = nil
        standing = verdict
        return verdict
    }
}
