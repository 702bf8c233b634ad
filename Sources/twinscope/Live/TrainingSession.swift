import Dashboard
import Dispatch
import Runs
import Terminal
import Training

/// One training from start to end: worker, recorder, and a screen or plain lines.
struct TrainingSession {
    private let setup: TrainingSetup
    private let store: RunStore
    private let worker: TrainingWorker
    private let recorder: RunRecorder
    /// What a run that goes on has told before.
    private let history: [Event]

    init(setup: TrainingSetup, store: RunStore, from start: TrainingWorker.Start = .anew) {
        self.setup = setup
        self.store = store
        history = start.isAnew ? [] : (try? RunReader(opening: store.folder).events().events) ?? []
        let events = EventChannel()
        recorder = RunRecorder(store: store, source: events)
        worker = TrainingWorker(setup, from: start, checkpoints: recorder, events: events)
    }

    /// Something that a person should know, before the training begins.
    func tell(_ message: String, atStep step: Int) {
        worker.events.send(.notice(Notice(step: step, elapsed: 0, severity: .information, message: message)))
    }

    /// - Throws: `Failure` where the training failed.
    func run(plain: Bool) throws {
        CrashReport.belongs(toTrainingIn: store.folder)
        recorder.start()
        worker.start()
        let outcome = watch(plain: plain)
        worker.wait()
        recorder.wait()
        if outcome.reason == .failed { throw Failure(outcome.message ?? "training failed", .software) }
    }

    /// Watches on a screen where there is one and it is wanted, else in plain lines; whoever leaves the screen early gets the lines.
    private func watch(plain: Bool) -> RunOutcome {
        var reporter = PlainReporter(folder: store.folder, description: setup.description)
        reporter.remember(history)
        if !plain, Terminal.isAvailable, let terminal = try? Terminal() {
            var run = ShownRun(
                live: recorder.viewer, folder: store.folder, dataset: setup.description.dataset.path,
                capabilities: terminal.capabilities)
            run.remember(history)
            var loop = DashboardLoop(terminal: terminal, run: run, commands: worker.commands)
            let ending = loop.run()
            terminal.close()
            if case .ended(let outcome) = ending {
                reporter.conclude(outcome)
                return outcome
            }
        }
        return reporter.run(events: recorder.viewer, commands: worker.commands)
    }
}
