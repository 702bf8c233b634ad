import Dispatch
import Synchronization

/// Carries events from one thread to another without ever holding the sender back.
///
/// Bounded: when `capacity` events wait, neighbouring steps are merged two by two, so a slow reader sees a coarser curve with all
/// its extremes. Lifecycle events are never merged and never lost; there are few of them.
public final class EventChannel: Sendable {
    private struct State {
        var pending: [Event] = []
        var isClosed = false
    }

    private let capacity: Int
    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    public init(capacity: Int = 4096) {
        self.capacity = max(2, capacity)
    }

    public func send(_ event: Event) {
        let wasEmpty = state.withLock { state in
            guard !state.isClosed else { return false }
            let wasEmpty = state.pending.isEmpty
            if state.pending.count >= capacity { state.pending = state.pending.halved() }
            state.pending.append(event)
            return wasEmpty
        }
        if wasEmpty { arrival.signal() }
    }

    /// After this nothing can be sent; what waits can still be received.
    public func close() {
        state.withLock { $0.isClosed = true }
        arrival.signal()
    }

    /// Everything that waits, in order; waits up to `timeout` seconds for the first event. An empty answer means that none came.
    public func receive(timeout: Double = 0) -> [Event] {
        let waiting = drain()
        guard waiting.isEmpty, timeout > 0, !isClosed else { return waiting }
        // A signal may be left over from a drain that needed no waiting: then this wakes early, once, and the caller asks again.
        _ = arrival.wait(timeout: .now() + timeout)
        return drain()
    }

    /// Waits up to `timeout` seconds for an event and leaves it where it is. May return early.
    public func waitForEvents(timeout: Double) {
        if state.withLock({ $0.pending.isEmpty && !$0.isClosed }) { _ = arrival.wait(timeout: .now() + timeout) }
    }

    /// True once the sender is done and everything was received.
    public var isFinished: Bool {
        state.withLock { $0.isClosed && $0.pending.isEmpty }
    }

    private var isClosed: Bool { state.withLock { $0.isClosed } }

    private func drain() -> [Event] {
        state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
    }
}

extension [Event] {
    /// Merges the first with the second step, the third with the fourth, ..., never across another event.
    fileprivate func halved() -> [Event] {
        var result: [Event] = []
        result.reserveCapacity(count)
        var held: StepMetrics?
        for event in self {
            if case .step(let metrics) = event {
                if let first = held {
                    result.append(.step(first.merged(with: metrics)))
                    held = nil
                } else {
                    held = metrics
                }
            } else {
                if let first = held { result.append(.step(first)) }
                held = nil
                result.append(event)
            }
        }
        if let first = held { result.append(.step(first)) }
        return result
    }
}
