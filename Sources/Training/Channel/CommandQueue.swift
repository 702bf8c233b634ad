import Dispatch
import Synchronization

/// Carries commands from the screen to the training loop, which reads them between two steps.
public final class CommandQueue: Sendable {
    public struct Entry: Sendable {
        public let id: Int
        public let command: Command
    }

    private struct State {
        var entries: [Entry] = []
        var nextID = 1
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    public init() {}

    /// - Returns: the id that the acknowledgement will carry.
    @discardableResult
    public func send(_ command: Command) -> Int {
        let id = state.withLock { state in
            defer { state.nextID += 1 }
            state.entries.append(Entry(id: state.nextID, command: command))
            return state.nextID
        }
        arrival.signal()
        return id
    }

    /// All waiting commands, oldest first; never waits.
    public func drain() -> [Entry] {
        state.withLock { state in
            defer { state.entries = [] }
            return state.entries
        }
    }

    /// Sleeps until a command arrives: what a paused training does. May return early.
    public func wait() {
        if state.withLock({ $0.entries.isEmpty }) { arrival.wait() }
    }

    /// The same, but no longer than so many seconds.
    func wait(seconds: Double) {
        let end = DispatchTime.now() + seconds
        // Signals of commands that were drained long ago do not count.
        while state.withLock({ $0.entries.isEmpty }), arrival.wait(timeout: end) == .success {}
    }
}
