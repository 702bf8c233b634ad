import Foundation
import Networks
import Runs
import Terminal
import Training

/// The same events as the dashboard's, as clean lines on stdout, with a progress bar where stderr is a terminal.
struct PlainReporter {
    private let folder: String
    private var description: RunDescription
    private let isNew: Bool
    private var printedAt = -Double.infinity
    private var best: EvaluationMetrics?
    private var state: RunState?
    private var lastStep = (step: 0, elapsed: 0.0)
    /// The verdict that was printed last: a run that was resumed tells it once more.
    private var verdict: RunVerdict?
    /// Where the run stands, as far as commands that go on with it are concerned.
    private var standing = AdvisedRun.Standing.training

    /// Steps are printed at most this often; evaluations always.
    private static let secondsPerLine = 5.0

    /// - Parameter isNew: whether the run began here: then nothing is kept of it if it fails before the first step.
    init(folder: String, description: RunDescription, isNew: Bool = false) {
        self.folder = folder
        self.description = description
        self.isNew = isNew
    }

    /// Prints until training ends; a first SIGINT or SIGTERM stops it and saves.
    mutating func run(events: EventChannel, commands: CommandQueue) -> RunOutcome {
        Termination.install()
        var hasAsked = false
        while true {
            for event in events.receive(timeout: 0.2) {
                if let outcome = report(event) {
                    conclude(outcome)
                    return outcome
                }
            }
            if Termination.requested, !hasAsked {
                hasAsked = true
                commands.send(.stop)
            }
        }
    }

    /// Takes over the best figures of a run that goes on.
    mutating func remember(_ history: [Event]) {
        for event in history {
            switch event {
            case .evaluation(let metrics): noteBest(metrics)
            case .edit(let edit): description.apply(edit)
            default: break
            }
        }
    }

    /// Prints what a run has left, and goes on while another program trains it.
    mutating func replay(_ run: RunReader) {
        var source = RecordedEvents(run)
        var outcome: RunOutcome?
        if let summary = try? RunSummary(opening: run.folder), !summary.standing.isActive {
            standing = summary.standing == .completed ? .completed : .ended
        }
        while true {
            for event in source.receive() {
                outcome = report(event) ?? outcome
                if case .finished(let how) = event { conclude(how) }
            }
            if let problem = source.takeProblem() { Output.error(problem) }
            guard !source.hasMore else { continue }
            let standing = RunStanding(isWritten: source.isWritten, state: state, outcome: outcome)
            guard source.isWritten else {
                if standing == .interrupted { concludeBrokenOff() }
                return
            }
            Thread.sleep(forTimeInterval: 0.25)
        }
    }

    /// The last lines of a run that does not say how it ended.
    private func concludeBrokenOff() {
        line(
            "\(RunStanding.interrupted.title) after \(lastStep.step.grouped) steps, \(Self.time(lastStep.elapsed)); "
                + "go on with `twinscope resume \(ShellWord.quoted(folder))`")
        sayBest()
    }

    /// The last lines, also after a screen was left.
    func conclude(_ outcome: RunOutcome) {
        Output.clearProgress()
        let how = RunStanding(isWritten: false, state: state, outcome: outcome).title
        guard !isNew || outcome.reason != .failed || outcome.step > 0 else {
            return Output.line("failed before the first step; nothing is kept of the run")
        }
        let canResume =
            outcome.reason != .completed && FileManager.default.fileExists(atPath: folder + "/checkpoints/last.safetensors")
        Output.line(
            "\(how) after \(outcome.step.grouped) steps, \(Self.time(outcome.elapsed)); the run is in \(folder)"
                + (canResume ? "; go on with `twinscope resume \(ShellWord.quoted(folder))`" : ""))
        sayBest()
        if outcome.reason == .completed, standing == .training { sayWhatIsLeftToDo() }
    }

    /// What was advised to a training was of use while it could be changed.
    private func sayWhatIsLeftToDo() {
        let run = AdvisedRun(folder: folder, dataset: description.dataset.path, standing: .completed)
        if let remedy = verdict?.remedy { Output.line("advice    \(remedy.advice(for: run))") }
    }

    private func sayBest() {
        if let best {
            Output.line(
                String(
                    format: "best      step %d%@  accuracy %.2f %%  EER %.2f %%  AUC %.4f", best.step,
                    best.step == 0 ? " (\(description.wordBeforeTraining))" : "", best.accuracy * 100,
                    best.equalErrorRate * 100, best.areaUnderROC))
        }
    }

    /// - Returns: the outcome, when the event is the last one.
    private mutating func report(_ event: Event) -> RunOutcome? {
        switch event {
        case .started: introduce()
        case .step(let metrics): report(metrics)
        case .evaluation(let metrics): report(metrics)
        case .edit(let edit):
            description.apply(edit)
            line("edit      step \(edit.step)  \(edit.sentence.replacing("→", with: "->"))")
        case .checkpoint(let record): line("saved     step \(record.step)  \(record.file)")
        case .notice(let notice):
            line("\(notice.severity.rawValue): \(notice.message)" + (notice.advice.map { " (\($0))" } ?? ""))
        case .acknowledged(let answer):
            if let refusal = answer.refusal { line("refused   step \(answer.step)  \(refusal)") }
        case .verdict(let verdict): report(verdict)
        case .state(let change): report(change)
        case .layers, .layerCosts, .embeddings, .threads: break
        case .finished(let outcome): return outcome
        }
        return nil
    }

    private mutating func report(_ verdict: RunVerdict) {
        guard verdict.isNews, verdict != self.verdict else { return }
        self.verdict = verdict
        let run = AdvisedRun(folder: folder, dataset: description.dataset.path, standing: standing)
        let since = verdict.since.map { "since step \($0), " } ?? ""
        line(
            "verdict   step \(verdict.step)  \(since)\(verdict.sentence)"
                + (verdict.remedy.map { " (\($0.advice(for: run)))" } ?? ""))
    }

    private func introduce() {
        let data = description.dataset
        line("\(description.network.name) on \(data.path): \(data.images.grouped) images, \(data.split)")
    }

    /// A pause, and its end: evaluations and ends have lines of their own.
    private mutating func report(_ change: StateChange) {
        let wasPaused = state == .paused
        state = change.state
        guard wasPaused || change.state == .paused, change.state == .paused || change.state == .training else { return }
        line("state     step \(change.step)  \(RunStanding(isWritten: true, state: change.state, outcome: nil).title)")
    }

    private mutating func report(_ metrics: StepMetrics) {
        lastStep = (metrics.step, metrics.elapsed)
        showProgress(metrics)
        guard metrics.elapsed - printedAt >= Self.secondsPerLine || metrics.step == 1 else { return }
        printedAt = metrics.elapsed
        line(
            String(
                format: "train     step %d  epoch %d  loss %.6f  genuine %.3f  impostor %.3f  %.0f pairs/s", metrics.step,
                metrics.epoch, metrics.loss, metrics.genuineDistance, metrics.impostorDistance, metrics.pairsPerSecond))
    }

    private mutating func report(_ metrics: EvaluationMetrics) {
        noteBest(metrics)
        line(
            String(
                format: "validate  step %d  epoch %d  loss %.6f  accuracy %.2f %% at %@  EER %.2f %%  AUC %.4f",
                metrics.step, metrics.epoch, metrics.loss, metrics.accuracy * 100, "\(metrics.threshold)",
                metrics.equalErrorRate * 100, metrics.areaUnderROC)
                + (metrics.oneShotAccuracy.map { String(format: "  one-shot %.2f %%", $0 * 100) } ?? "")
                + (metrics.testAccuracy.map { String(format: "  test %.2f %%", $0 * 100) } ?? ""))
    }

    private mutating func noteBest(_ metrics: EvaluationMetrics) {
        let criterion = description.options.criterion
        if best.map({ criterion.score(metrics) > criterion.score($0) }) ?? true { best = metrics }
    }

    private func showProgress(_ metrics: StepMetrics) {
        guard Output.errorIsTerminal else { return }
        let share = share(done: metrics)
        let width = 24
        let filled = Int(share * Double(width))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        let left = share > 0 ? metrics.elapsed / share - metrics.elapsed : 0
        Output.progress(
            String(format: "[%@] %3.0f %%  loss %.4f  %.0f pairs/s  ", bar, share * 100, metrics.loss, metrics.pairsPerSecond)
                + "\(Self.time(left)) left")
    }

    private func share(done metrics: StepMetrics) -> Double {
        let share =
            description.totalSteps.map { Double(metrics.step) / Double($0) }
            ?? description.totalSeconds.map { metrics.elapsed / $0 } ?? 0
        return min(1, max(0, share))
    }

    private func line(_ text: String) {
        Output.clearProgress()
        Output.line(text)
    }

    static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return whole >= 3600
            ? String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
            : String(format: "%d:%02d", whole / 60, whole % 60)
    }
}
