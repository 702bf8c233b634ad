import Dispatch
import Networks

/// Runs a training on a Dispatch queue of its own: events come out of one channel, commands go in by a queue.
public final class TrainingWorker: Sendable {
    public let events: EventChannel
    public let commands = CommandQueue()

    private let setup: TrainingSetup
    private let checkpoints: any CheckpointSink
    private let origin: Start
    /// Of no lower class than usual: Dispatch would lower the priority of its threads, and beside other busy programs a training would
    /// get less than its share of the processors.
    private let queue = DispatchQueue(label: "twinscope.training", qos: .default)
    private let ended = DispatchGroup()

    /// Where a training begins.
    public enum Start: Sendable {
        case anew
        /// At a checkpoint of the same run, of which `started` was already told.
        case checkpoint(Checkpoint)

        public var isAnew: Bool { checkpoint == nil }

        var checkpoint: Checkpoint? {
            if case .checkpoint(let checkpoint) = self { checkpoint } else { nil }
        }
    }

    /// - Parameter events: where they come out; whoever keeps checkpoints may want to know the channel beforehand.
    public init(
        _ setup: TrainingSetup, from start: Start = .anew, checkpoints: any CheckpointSink, events: EventChannel = EventChannel()
    ) {
        self.setup = setup
        origin = start
        self.checkpoints = checkpoints
        self.events = events
    }

    /// Starts the whole training as one work item, so that the engine stays on one thread. Call once.
    public func start() {
        queue.async(group: ended) { [self] in
            if origin.checkpoint == nil { events.send(.started(setup.description)) }
            events.send(.finished(train()))
            events.close()
        }
    }

    /// Waits until training has ended and its last event is in the channel.
    public func wait() {
        ended.wait()
    }

    private func train() -> RunOutcome {
        for file in setup.brokenFiles.prefix(Self.namedBrokenFiles) {
            notify("\(file.file) was left out: \(file.reason)")
        }
        if setup.brokenFiles.count > Self.namedBrokenFiles {
            let rest = setup.brokenFiles.count - Self.namedBrokenFiles
            notify("\(rest) more broken \(Sentence.noun("file was", "files were", count: rest)) left out")
        }
        for remark in setup.remarks { notify(remark.message, remark.severity == .information ? .information : .warning) }
        if let remark = setup.split.remark { notify(remark, .information) }
        for remark in setup.start?.remarks ?? [] { notify(remark, .information) }
        do {
            var trainer = try Trainer(setup, from: origin.checkpoint, commands: commands, checkpoints: checkpoints) {
                [events] in events.send($0)
            }
            return trainer.run()
        } catch {
            return RunOutcome(step: 0, elapsed: 0, reason: .failed, message: String(describing: error))
        }
    }

    private static let namedBrokenFiles = 20

    private func notify(_ message: String, _ severity: Notice.Severity = .warning) {
        events.send(.notice(Notice(step: 0, elapsed: 0, severity: severity, message: message)))
    }
}
