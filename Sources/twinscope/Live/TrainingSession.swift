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

    /// Changes the training before its first step, and saves that at once: it is not to be asked for again after a crash.
    ///
    /// - Parameter edit: what the engine was made with.
    func change(_ commands: [Command], threads edit: Edit?) {
        guard !commands.isEmpty || edit != nil else { return }
        if let edit { worker.events.send(.edit(edit)) }
        if !commands.isEmpty { worker.commands.send(commands.count == 1 ? commands[0] : .together(commands)) }
        worker.commands.send(.saveCheckpoint)
    }

    /// - Throws: `Failure` where the training failed.
    func run(plain: Bool) throws {
        CrashReport.belongs(toTrainingIn: store.folder)
        recorder.start()
        worker.start()
        let (outcome, next) = watch(plain: plain)
        worker.wait()
        recorder.wait()
        switch next {
        case .resume(let folder):
            do {
                return try Resume.parse(["--", folder]).prepare().run(plain: false)
            } catch let failure as Failure where failure.leavesNothing {
                _ = try Watch.show(RunReader(opening: store.folder), on: "runs", saying: failure.message)
                return
            }
        case .new:
            guard try New.parse([]).trainAsAsked() == nil else { return }
            _ = try Watch.show(RunReader(opening: store.folder), on: "runs")
            return
        case .ended, .left, nil: break
        }
        guard outcome.reason == .failed else { return }
        var failure = Failure(outcome.message ?? "training failed", .software)
        failure.leavesNothing = keepsNothing(of: outcome)
        if failure.leavesNothing { store.discard() }
        throw failure
    }

    /// Whether a new run failed before its first step: there is nothing in it that anybody could use.
    private func keepsNothing(of outcome: RunOutcome) -> Bool { store.isNew && outcome.reason == .failed && outcome.step == 0 }

    /// Watches on a screen where there is one and it is wanted, else in plain lines; whoever leaves the screen early gets the lines.
    ///
    /// - Returns: how the training ended, and what the person wants next, where a screen was left after that.
    private func watch(plain: Bool) -> (RunOutcome, DashboardLoop.Ending?) {
        var reporter = PlainReporter(folder: store.folder, description: setup.description, isNew: store.isNew)
        reporter.remember(history)
        if !plain, Terminal.isAvailable, let terminal = try? Terminal() {
            var run = ShownRun(
                live: recorder.viewer, folder: store.folder, images: RunImages(of: setup.record),
                capabilities: terminal.capabilities)
            run.remember(history)
            var loop = DashboardLoop(terminal: terminal, run: run, commands: worker.commands)
            let ending = loop.run()
            terminal.close()
            if case .ended(let outcome) = ending {
                reporter.conclude(outcome)
                return (outcome, nil)
            }
            if let outcome = loop.outcome {
                reporter.conclude(outcome)
                return (outcome, ending)
            }
            // Whatever was paused waits for nobody.
            worker.commands.send(.detach)
        }
        return (reporter.run(events: recorder.viewer, commands: worker.commands), nil)
    }
}
