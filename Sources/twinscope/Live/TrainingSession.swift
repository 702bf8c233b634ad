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

    init(setup: TrainingSetup, store: RunStore) {
        self.setup = setup
        self.store = store
        worker = TrainingWorker(setup, checkpoints: store)
        recorder = RunRecorder(store: store, source: worker.events)
    }

    func run(plain: Bool) throws -> RunOutcome {
        recorder.start()
        worker.start()
        let outcome = watch(plain: plain)
        worker.wait()
        recorder.wait()
        return outcome
    }

    /// Watches on a screen where there is one and it is wanted, else in plain lines; whoever leaves the screen early gets the lines.
    private func watch(plain: Bool) -> RunOutcome {
        var reporter = PlainReporter(folder: store.folder, description: setup.description)
        if !plain, Terminal.isAvailable, let terminal = try? Terminal() {
            let run = ShownRun(
                live: recorder.viewer, folder: store.folder, dataset: setup.description.dataset.path,
                capabilities: terminal.capabilities)
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
