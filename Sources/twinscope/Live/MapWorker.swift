import Dashboard
import Dispatch
import Synchronization

/// Lays maps out beside the screen's thread, at the pace of a spectator: it rests three times as long as it works, so that the training
/// keeps the processor.
final class MapWorker: Sendable {
    private struct State {
        var task: MapTask?
        var isWorking = false
        var latest: MapLayout?
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "map", qos: .utility)

    private static let restPerWork = 3.0
    private static let secondsBetweenLayouts = 0.05

    /// Drops what it was doing.
    func start(_ task: MapTask) {
        let wasIdle = state.withLock { state in
            defer { state.isWorking = true }
            state.task = task
            return !state.isWorking
        }
        if wasIdle { queue.async { self.work() } }
    }

    /// The newest layout that was not taken yet.
    func take() -> MapLayout? {
        state.withLock { state in
            defer { state.latest = nil }
            return state.latest
        }
    }

    private func work() {
        let task = state.withLock { state -> MapTask? in
            defer { state.task = nil }
            if state.task == nil { state.isWorking = false }
            return state.task
        }
        guard let task else { return }
        goOn(task)
    }

    private func goOn(_ task: MapTask) {
        var task = task
        let began = DispatchTime.now()
        let layout = task.next()
        let isReplaced = state.withLock { state in
            if state.task != nil { return true }
            state.latest = layout ?? state.latest
            return false
        }
        guard !isReplaced, layout != nil else { return work() }
        let worked = Double(DispatchTime.now().uptimeNanoseconds - began.uptimeNanoseconds) * 1e-9
        let rest = max(Self.secondsBetweenLayouts, worked * Self.restPerWork)
        let continued = task
        queue.asyncAfter(deadline: .now() + rest) { self.goOn(continued) }
    }
}
