import Foundation
import Runs
import Terminal
import Training

/// The same events as the dashboard's, as clean lines on stdout, with a progress bar where stderr is a terminal.
struct PlainReporter {
    private let folder: String
    private let description: RunDescription
    private var printedAt = -Double.infinity
    private var best: EvaluationMetrics?

    /// Steps are printed at most this often; evaluations always.
    private static let secondsPerLine = 5.0

    init(folder: String, description: RunDescription) {
        self.folder = folder
        self.description = description
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
        for case .evaluation(let metrics) in history { noteBest(metrics) }
    }

    /// Prints what a run has left, and goes on while another program trains it.
    mutating func replay(_ run: RunReader) {
        var source = RecordedEvents(run)
        while true {
            for event in source.receive() {
                if let outcome = report(event) { conclude(outcome) }
            }
            if let problem = source.takeProblem() { Output.error(problem) }
            guard !source.hasMore else { continue }
            guard source.isWritten else { return }
            Thread.sleep(forTimeInterval: 0.25)
        }
    }

    /// The last lines, also after a screen was left.
    func conclude(_ outcome: RunOutcome) {
        Output.clearProgress()
        let how =
            switch outcome.reason {
            case .completed: "completed"
            case .stopped: "stopped"
            case .failed: "failed"
            }
        Output.line("\(how) after \(outcome.step.grouped) steps, \(Self.time(outcome.elapsed)); the run is in \(folder)")
        if let best {
            Output.line(
                String(
                    format: "best      step %d  accuracy %.2f %%  EER %.2f %%  AUC %.4f", best.step, best.accuracy * 100,
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
            line(String(format: "edit      step %d  %@ %g -> %g", edit.step, edit.setting.title, edit.old, edit.new))
        case .checkpoint(let record): line("saved     step \(record.step)  \(record.file)")
        case .notice(let notice):
            line("\(notice.severity.rawValue): \(notice.message)" + (notice.advice.map { " (\($0))" } ?? ""))
        case .acknowledged(let answer):
            if let refusal = answer.refusal { line("refused   step \(answer.step)  \(refusal)") }
        case .state, .layers, .layerCosts, .embeddings, .threads: break
        case .finished(let outcome): return outcome
        }
        return nil
    }

    private func introduce() {
        let data = description.dataset
        line("\(description.network.name) on \(data.path): \(data.images.grouped) images, \(data.split)")
    }

    private mutating func report(_ metrics: StepMetrics) {
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
                format: "validate  step %d  epoch %d  loss %.6f  accuracy %.2f %% at %.3f  EER %.2f %%  AUC %.4f",
                metrics.step, metrics.epoch, metrics.loss, metrics.accuracy * 100, metrics.threshold,
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
