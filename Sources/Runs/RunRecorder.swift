import Dispatch
import Synchronization
import Training

/// Takes events from the worker, writes them to the run's folder, and forwards them to the screen or the plain output.
public final class RunRecorder: CheckpointSink, Sendable {
    /// What a screen reads. Slow reading merges steps here, never on disk.
    public let viewer = EventChannel()

    private let store: RunStore
    private let source: EventChannel
    private let queue = DispatchQueue(label: "twinscope.recorder", qos: .utility)
    private let ended = DispatchGroup()
    /// Whether the last writing failed. Held while events are taken and written, so that their order stays.
    private let isTroubled = Mutex(false)

    public init(store: RunStore, source: EventChannel) {
        self.store = store
        self.source = source
    }

    /// Starts recording until the source is closed. Call once.
    public func start() {
        queue.async(group: ended) { [self] in
            while !source.isFinished {
                source.waitForEvents(timeout: 0.25)
                record()
            }
            record()
            viewer.close()
        }
    }

    /// Waits until everything is on disk.
    public func wait() {
        ended.wait()
    }

    /// Saves a checkpoint after all events before it are in the log: so a run that is killed has, from its checkpoint on, a log
    /// without gaps.
    public func save(_ checkpoint: Checkpoint) throws -> String {
        record()
        return try store.save(checkpoint)
    }

    /// Writes everything that waits, and hands it on.
    private func record() {
        isTroubled.withLock { isTroubled in
            let events = source.receive()
            do {
                try store.append(events)
                isTroubled = false
            } catch {
                if !isTroubled { viewer.send(notice(of: error, at: events)) }
                isTroubled = true
            }
            for event in events {
                if case .notice(let notice) = event {
                    store.log("\(notice.severity.rawValue): \(notice.message)" + (notice.advice.map { " (\($0))" } ?? ""))
                }
                if case .verdict(let verdict) = event, verdict.kind != .early { store.log("verdict: \(verdict.sentence)") }
                viewer.send(event)
            }
        }
    }

    private func notice(of error: any Error, at events: [Event]) -> Event {
        let last = events.lazy.compactMap { event in
            if case .step(let metrics) = event { metrics } else { nil }
        }.last
        return .notice(
            Notice(
                step: last?.step ?? 0, elapsed: last?.elapsed ?? 0, severity: .error, message: String(describing: error),
                advice: "Free some room on the disk; training continues."))
    }
}
