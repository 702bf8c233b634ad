import Dispatch

/// Runs a training on a Dispatch queue of its own: events come out of one channel, commands go in by a queue.
public final class TrainingWorker: Sendable {
    public let events: EventChannel
    public let commands = CommandQueue()

    private let setup: TrainingSetup
    private let checkpoints: any CheckpointSink
    private let queue = DispatchQueue(label: "twinscope.training", qos: .utility)
    private let ended = DispatchGroup()

    public init(_ setup: TrainingSetup, checkpoints: any CheckpointSink, channelCapacity: Int = 4096) {
        self.setup = setup
        self.checkpoints = checkpoints
        events = EventChannel(capacity: channelCapacity)
    }

    /// Starts the whole training as one work item, so that the engine stays on one thread. Call once.
    public func start() {
        queue.async(group: ended) { [self] in
            events.send(.started(setup.description))
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
            notify("\(setup.brokenFiles.count - Self.namedBrokenFiles) more broken files were left out")
        }
        for remark in setup.start?.remarks ?? [] { notify(remark, .information) }
        do {
            var trainer = try Trainer(setup, commands: commands, checkpoints: checkpoints) { [events] in events.send($0) }
            return try trainer.run()
        } catch {
            return RunOutcome(step: 0, elapsed: 0, reason: .failed, message: String(describing: error))
        }
    }

    private static let namedBrokenFiles = 20

    private func notify(_ message: String, _ severity: Notice.Severity = .warning) {
        events.send(.notice(Notice(step: 0, elapsed: 0, severity: severity, message: message)))
    }
}
