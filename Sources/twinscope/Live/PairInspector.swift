import Dashboard
import Dispatch
import Runs
import Synchronization

/// Asks a run's checkpoint where it looks in a pair, beside the screen's thread and with one thread of its own.
final class PairInspector: Sendable {
    private struct State {
        var waiting: InspectionRequest?
        var isWorking = false
        var answer: (request: InspectionRequest, result: Result<PairSaliency, any Error>)?
    }

    private let folder: String
    private let places: ImagePlaces
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "pair inspector", qos: .utility)

    /// - Parameter folder: the run's.
    init(folder: String, places: ImagePlaces) {
        self.folder = folder
        self.places = places
    }

    /// Takes the place of a request that waits.
    func ask(_ request: InspectionRequest) {
        let wasIdle = state.withLock { state in
            defer { state.isWorking = true }
            state.waiting = request
            return !state.isWorking
        }
        if wasIdle { queue.async { self.work() } }
    }

    /// The newest answer that was not taken yet.
    func take() -> (request: InspectionRequest, result: Result<PairSaliency, any Error>)? {
        state.withLock { state in
            defer { state.answer = nil }
            return state.answer
        }
    }

    private func work() {
        while let request = next() {
            let result = answer(request)
            state.withLock { $0.answer = (request, result) }
        }
    }

    private func next() -> InspectionRequest? {
        state.withLock { state in
            defer { state.waiting = nil }
            if state.waiting == nil { state.isWorking = false }
            return state.waiting
        }
    }

    func answer(_ request: InspectionRequest) -> Result<PairSaliency, any Error> {
        let others = request.companions.map(places.path)
        let companions = stride(from: 0, to: others.count - 1, by: 2).map { (left: others[$0], right: others[$0 + 1]) }
        return Result {
            try PairSaliency(
                of: folder, left: places.path(of: request.left), right: places.path(of: request.right), companions: companions)
        }
    }
}
