import MetricLearning
import Networks
import Training

extension DashboardState {
    /// Takes in an event of the run, live or replayed. Amortised O(1) for steps.
    public mutating func apply(_ event: Event) {
        switch event {
        case .started(let description): start(description)
        case .step(let metrics): apply(metrics)
        case .evaluation(let metrics): apply(metrics)
        case .embeddings(let snapshot): apply(snapshot)
        case .layers(let statistics): layerHistory.append(statistics)
        case .layerCosts(let costs): layerHistory.costs = costs
        case .edit(let edit): apply(edit)
        case .threads(let change):
            record("\(change.new) of \(description?.options.threads ?? change.old) threads: \(change.reason)", routine: .passing)
        case .state(let change): apply(change)
        case .checkpoint(let record): apply(record)
        case .acknowledged(let answer): apply(answer)
        case .notice(let notice): apply(notice)
        case .verdict(let verdict): apply(verdict)
        case .finished(let outcome): finish(outcome)
        }
    }

    private mutating func start(_ description: RunDescription) {
        self.description = description
        do {
            let pair = try PairGraph(description.network)
            pairGraph = pair
            networkView.show(pair.left)
        } catch {
            record("the network of this run cannot be shown: \(error)", severity: .warning)
        }
        numbers = description.settings
        (course, mining) = (RateCourse(description.options), description.options.loss.mining)
        if !availableControls.contains(selectedControl) { selectedControl = .setting(.learningRate) }
        record("run \(description.name) on \(description.dataset.path)")
        if description.dataset.brokenFiles > 0 {
            let broken = description.dataset.brokenFiles
            let things = Sentence.noun("broken image was", "broken images were", count: broken)
            record("\(broken) \(things) left out", severity: .warning)
        }
    }

    private mutating func apply(_ metrics: StepMetrics) {
        setClock(metrics.elapsed)
        latestStep = metrics
        if runState == .preparing { runState = .training }
        pairsPerSecond = pairsPerSecond.map { $0 + 0.1 * (metrics.pairsPerSecond - $0) } ?? metrics.pairsPerSecond
        history.append(metrics)
    }

    private mutating func apply(_ metrics: EvaluationMetrics) {
        setClock(metrics.elapsed)
        let same = description?.testPairs.map(\.same) ?? []
        history.append(metrics, same: same)
        verification = try? Verification(distances: metrics.testDistances, same: same)
        record(
            "evaluated: loss \(NumberText.short(metrics.loss)), accuracy \(NumberText.percent(metrics.accuracy)), "
                + "equal error rate \(NumberText.percent(metrics.equalErrorRate))", routine: .evaluation)
    }

    private mutating func apply(_ change: StateChange) {
        setClock(change.elapsed)
        (runState, unattendedProcess) = (change.state, change.unattendedProcess)
        let isRoutine = [.preparing, .training, .evaluating, .paused].contains(change.state)
        record(change.state.sentence, routine: isRoutine ? .passing : nil)
    }

    private mutating func apply(_ record: CheckpointRecord) {
        latestCheckpointStep = record.step
        setClock(record.elapsed)
        let sentence = "saved \(record.file) at step \(NumberText.grouped(record.step))"
        // The best one is saved again and again; only the one that was asked for is worth a toast.
        if record.kind == .best { self.record(sentence, routine: .checkpoint) } else { report(sentence, routine: .checkpoint) }
    }

    private mutating func apply(_ answer: Acknowledgement) {
        if let place = pending.firstIndex(of: answer.command) { pending.remove(at: place) }
        if let refusal = answer.refusal {
            return report(refusal, severity: .warning)
        }
        // What is in effect, the edit has told: a schedule may differ from the command's, where it is spread over the run.
        if lastEditStep != answer.step { applyChange(by: answer.command, step: answer.step) }
        var sentence = answer.command.report(step: answer.step)
        if answer.command == .undo, let last = changes.last, last.isUndo, last.step == answer.step {
            sentence = "\(last.shortText) from step \(NumberText.grouped(answer.step))"
        }
        if answer.command.parts.contains(where: { if case .setSchedule = $0 { true } else { false } }),
            let rates = RateForecast(self)
        {
            sentence += ": \(rates.text)"
        }
        // A change of a control has a line of its own.
        if answer.command.parts.isEmpty, answer.command != .undo {
            report(sentence)
        } else if isCurrent {
            messages.show(sentence, .information, now: now)
        }
    }

    private mutating func apply(_ notice: Notice) {
        record(notice.message, severity: notice.severity, advice: notice.advice)
        guard isCurrent, notice.severity > .information else { return }
        messages.show(notice.message + (notice.advice.map { ": \($0)" } ?? ""), notice.severity, now: now)
    }

    private mutating func apply(_ verdict: RunVerdict) {
        // A run that was resumed tells the verdict that stood once more.
        guard verdict != self.verdict else { return }
        setClock(verdict.elapsed)
        self.verdict = verdict
        guard verdict.isNews else { return }
        let severity: Notice.Severity = verdict.kind.isRuin ? .error : verdict.kind.isTrouble ? .warning : .information
        record(verdict.sentence, severity: severity, remedy: verdict.remedy)
        guard isCurrent, verdict.kind.isTrouble || verdict.withdrawn != nil else { return }
        messages.show(verdict.sentence, severity, now: now)
    }

    private mutating func finish(_ outcome: RunOutcome) {
        setClock(outcome.elapsed)
        self.outcome = outcome
        runState = outcome.reason == .failed ? .failed : .finished
        (pending, proposals) = ([], [])
        report(
            outcome.message ?? "the run has ended after \(NumberText.grouped(outcome.step)) steps",
            severity: outcome.reason == .failed ? .error : .information)
    }

    mutating func setClock(_ elapsed: Double) {
        clock = (elapsed, now)
    }

    /// Logs a sentence, and shows it for a moment where the run is live: a replay has nothing new to say.
    private mutating func report(
        _ message: String, severity: Notice.Severity = .information, routine: LogEntry.Routine? = nil
    ) {
        record(message, severity: severity, routine: routine)
        if isCurrent { messages.show(message, severity, now: now) }
    }
}

extension RunState {
    fileprivate var sentence: String {
        switch self {
        case .preparing: "preparing"
        case .training: "training"
        case .evaluating: "evaluating"
        case .paused: "paused"
        case .waiting: "waiting for images"
        case .stopping: "stopping"
        case .finished: "finished"
        case .failed: "failed"
        }
    }
}

extension Command {
    /// What has happened, with the step that tells from when on.
    func report(step: Int) -> String {
        let place = NumberText.grouped(step)
        return switch self {
        case .pause: "paused after step \(place)"
        case .resume: "training continues after step \(place)"
        case .step: "one step more, after step \(place)"
        case .stop: "stopping after step \(place), and saving"
        case .abandon: "stopping after step \(place) without saving"
        case .set(let setting, let value): "\(setting.title) is \(setting.text(value)) from step \(place)"
        case .setSchedule(let schedule): "the schedule is \(schedule.name) from step \(place)"
        case .setMining(let mining): "triplets are mined \(mining.rawValue) from step \(place)"
        case .setDuration(let duration): "the run is \(duration.words) long from step \(place)"
        case .together(let commands): commands.map { $0.report(step: step) }.joined(separator: ", ")
        case .undo: "the last edit is taken back from step \(place)"
        case .detach: "training continues without a screen after step \(place)"
        case .evaluate: "evaluated at step \(place)"
        case .saveCheckpoint: "checkpoint saved at step \(place)"
        }
    }
}
