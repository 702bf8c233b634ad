import Dispatch
import Training

/// Takes events from the worker, writes them to the run's folder, and hands them on to whoever watches.
public final class RunRecorder: Sendable {
    /// What a screen reads. Slow reading merges steps here, never on disk.
    public let viewer = EventChannel()

    private let store: RunStore
    private let source: EventChannel
    private let queue = DispatchQueue(label: "twinscope.recorder", qos: .utility)
    private let ended = DispatchGroup()

    public init(store: RunStore, source: EventChannel) {
        self.store = store
        self.source = source
    }

    /// Starts recording until the source is closed. Call once.
    public func start() {
        queue.async(group: ended) { [self] in
            var troubled = false
            while !source.isFinished {
                let events = source.receive(timeout: 0.25)
                guard !events.isEmpty else { continue }
                do {
                    try store.append(events)
                    troubled = false
                } catch {
                    if !troubled { viewer.send(notice(of: error, at: events)) }
                    troubled = true
                }
                for event in events {
                    if case .notice(let notice) = event { store.log("\(notice.severity.rawValue): \(notice.message)") }
                    viewer.send(event)
                }
            }
            viewer.close()
        }
    }

    /// Waits until everything is on disk.
    public func wait() {
        ended.wait()
    }

    private func notice(of error: any Error, at events: [Event]) -> Event {
        let last = events.lazy.compactMap { event in
            if case .step(let metrics) = event { metrics } else { nil }
        }.last
        return .notice(
            Notice(
                step: last?.step ?? 0, elapsed: last?.elapsed ?? 0, severity: .error, message: String(describing: error),
                advice: "Free some room on the disk; training goes on."))
    }
}
