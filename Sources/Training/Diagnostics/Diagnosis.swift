import MetricLearning

/// Turns what all diagnostics find into one verdict: the first cause in the order of rank stands, what follows from it is not told, and it is
/// withdrawn when it has been over for a while.
struct Diagnosis {
    private(set) var course: Course
    private let inputs: InputsDiagnostic
    private var memory: Memory

    /// Steps without trouble after which it is over.
    private static let grace = 60
    /// Steps after which a run without trouble is called healthy.
    private static let firstStep = 50
    /// Causes before what follows from them. Which of two of one rank is the cause, is decided by which was found first.
    private static let ranks: [Set<RunVerdict.Kind>] = [
        [.alike], [.diverging], [.saturated, .collapsed], [.unbalanced], [.overfitting], [.exhausted], [.slow],
    ]
    /// Steps after which it is told that nothing was gained yet.
    private static let undecided = 200

    init(
        _ options: TrainingOptions, learnsSimilarity: Bool, inputs: InputsDiagnostic, validation: ValidationSize, dataset: String
    ) {
        course = Course(options, learnsSimilarity: learnsSimilarity, validation: validation, dataset: dataset)
        self.inputs = inputs
        memory = Memory()
    }

    var standing: RunVerdict { memory.standing }

    /// What a checkpoint keeps.
    var record: DiagnosisRecord { DiagnosisRecord(seen: course.seen, memory: memory) }

    /// Goes on from where a checkpoint was taken.
    mutating func restore(_ record: DiagnosisRecord) {
        course.seen = record.seen
        memory = record.memory
    }

    /// The verdict before the first step, or the one that stood when the run was left.
    mutating func begin(step: Int, elapsed: Double) -> RunVerdict {
        if standing.kind == .early, course.step == 0 {
            (memory.standing.step, memory.standing.elapsed) = (step, elapsed)
            if step > 0 { memory.standing.evidence = "the run was resumed at step \(step), and too few steps were taken since" }
        }
        return judge(step: step, elapsed: elapsed) ?? standing
    }

    /// - Returns: the new verdict, where there is one.
    mutating func examine(_ observation: Observation) -> RunVerdict? {
        course.seen.note(observation)
        memory.examine(observation, course)
        // Layers are told after the evaluation of the same step: that nothing is wrong is said once both are known.
        let isStep = if case .step = observation { true } else { false }
        return judge(step: course.step, elapsed: course.elapsed, mayAcquit: isStep)
    }

    /// A person has changed something, and what was advised before no longer binds.
    mutating func note(_ edit: Edit) {
        course.seen.note(edit)
        guard edit.by == .person else { return }
        memory.advised = []
        memory.editedAt = edit.step
        memory.hasChangedSince = true
    }

    /// Whether the layers, as they stand, ask for a look at what their activations let through.
    func suspectsActivations(_ statistics: LayerStatistics) -> Bool {
        guard statistics.step > 0, !memory.hasDiverged else { return false }
        return statistics.largestUpdate < Course.creeping || memory.collapse.finding != nil
    }

    private mutating func judge(step: Int, elapsed: Double, mayAcquit: Bool = false) -> RunVerdict? {
        if course.hasLearned { memory.hasDiverged = false }
        let findings = ([inputs.finding] + memory.findings).compactMap(\.self).filter { !contradicts($0) && !follows($0) }
        if findings.contains(where: { $0.kind == standing.kind }) { memory.lastFoundAt = step }
        guard let first = findings.first else { return mayAcquit ? withoutTrouble(step: step, elapsed: elapsed) : nil }
        var verdict = RunVerdict(
            step: step, elapsed: elapsed, kind: first.kind, evidence: first.evidence, figures: first.figures,
            remedy: first.remedy)
        if first.kind == standing.kind {
            // What was advised was done, has had its time, and was not enough.
            guard let editedAt = memory.editedAt, step &- editedAt >= Self.grace, let remedy = standing.remedy,
                course.hasDone(remedy), first.remedy != remedy
            else { return nil }
            verdict.since = standing.beganAt
        } else if isConsequence(first.kind), !isOver(at: step) {
            return nil
        }
        return stand(verdict)
    }

    /// Whether a finding only follows from an earlier divergence, of which the network has not recovered. Once a person has done
    /// something about that, what is left of the network counts.
    private func follows(_ finding: Finding) -> Bool {
        guard memory.hasDiverged, finding.kind != .diverging else { return false }
        return !(memory.hasChangedSince && (finding.kind.isRuin || finding.kind == .saturated))
    }

    private func contradicts(_ finding: Finding) -> Bool {
        finding.remedy.action.opposite.map(memory.advised.contains) ?? false
    }

    /// Whether a kind may follow from the trouble that stands: it takes its place only when that is over.
    private func isConsequence(_ kind: RunVerdict.Kind) -> Bool {
        func rank(_ kind: RunVerdict.Kind) -> Int? { Self.ranks.firstIndex { $0.contains(kind) } }
        guard let cause = rank(standing.kind), let rank = rank(kind) else { return false }
        return rank >= cause
    }

    private func isOver(at step: Int) -> Bool {
        step &- memory.lastFoundAt >= Self.grace << min(max(memory.timesTold[standing.kind, default: 1] &- 1, 0), 10)
    }

    private mutating func withoutTrouble(step: Int, elapsed: Double) -> RunVerdict? {
        let isNeutral = !standing.kind.isTrouble
        if !isNeutral {
            // Nothing grows any more because nothing is left that could: only a person's change ends that.
            guard isOver(at: step), !memory.hasDiverged || memory.hasChangedSince else { return nil }
        } else {
            guard standing.kind != .healthy, step >= Self.firstStep else { return nil }
            guard course.hasLearned || step > Self.undecided && standing.kind == .early else { return nil }
        }
        guard let evaluation = course.evaluation, let start = course.start, course.recent.isFull else { return nil }
        let loss = course.recent.median(\.loss)
        let before = course.firstEvaluation.flatMap {
            $0.step == 0 ? ", where it was \($0.areaUnderROC.short) before the first step" : nil
        }
        return stand(
            RunVerdict(
                step: step, elapsed: elapsed,
                kind: course.hasLearned ? .healthy : step > Self.undecided ? .unproven : .early,
                evidence: "the training loss went from \(start.loss.short) to \(loss.short), the area under ROC is "
                    + evaluation.areaUnderROC.short + (course.hasLearned ? "" : before ?? ""),
                figures: [
                    RunVerdict.Figure("first loss", Double(start.loss)), RunVerdict.Figure("loss", Double(loss)),
                    RunVerdict.Figure("area under ROC", Double(evaluation.areaUnderROC)),
                ]))
    }

    private mutating func stand(_ verdict: RunVerdict) -> RunVerdict {
        var verdict = verdict
        verdict.withdrawn = standing.kind.isTrouble && standing.kind != verdict.kind ? standing.kind : nil
        if let action = verdict.remedy?.action, !memory.advised.contains(action) { memory.advised.append(action) }
        if verdict.kind == .diverging { (memory.hasDiverged, memory.hasChangedSince) = (true, false) }
        if verdict.kind.isTrouble {
            if standing.kind != verdict.kind { memory.timesTold[verdict.kind, default: 0] &+= 1 }
            memory.lastFoundAt = verdict.step
        }
        memory.editedAt = nil
        memory.standing = verdict
        return verdict
    }
}

extension Course {
    /// Whether a person has done what a remedy advises, as far as it can be done to a run.
    func hasDone(_ remedy: RunVerdict.Remedy) -> Bool {
        guard case .set(let setting, let value)? = remedy.means?.first else { return false }
        let now: Float? =
            switch setting {
            case .learningRate: self.learningRate ?? self.baseRate
            case .margin: self.margin
            case .weightDecay: self.weightDecay
            case .temperature, .dropout, .augmentation: nil
            }
        guard let now else { return false }
        // As it was typed, with three digits.
        let tolerance = 1e-2 * abs(Float(value))
        return remedy.action.isRaise ? now >= Float(value) - tolerance : now <= Float(value) + tolerance
    }
}

extension RunVerdict.Remedy.Action {
    fileprivate var isRaise: Bool { self == .raiseLearningRate || self == .raiseMargin || self == .raiseGradientClip }
}
