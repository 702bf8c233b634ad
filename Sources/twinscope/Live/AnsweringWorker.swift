import Dispatch
import Synchronization

/// Answers a person's questions beside the screen's thread, one at a time; of those that wait only the latest.
final class AnsweringWorker<Question: Sendable, Answer: Sendable>: Sendable {
    private struct State {
        var waiting: Question?
        var isWorking = false
        var latest: (question: Question, answer: Answer)?
    }

    let answer: @Sendable (Question) -> Answer
    private let state = Mutex(State())
    private let queue: DispatchQueue

    init(label: String, answer: @escaping @Sendable (Question) -> Answer) {
        self.answer = answer
        queue = DispatchQueue(label: label, qos: .utility)
    }

    /// Takes the place of a question that waits.
    func ask(_ question: Question) {
        let wasIdle = state.withLock { state in
            defer { state.isWorking = true }
            state.waiting = question
            return !state.isWorking
        }
        if wasIdle { queue.async { self.work() } }
    }

    /// The newest answer that was not taken yet.
    func take() -> (question: Question, answer: Answer)? {
        state.withLock { state in
            defer { state.latest = nil }
            return state.latest
        }
    }

    private func work() {
        while let question = next() {
            let answer = answer(question)
            state.withLock { $0.latest = (question, answer) }
        }
    }

    private func next() -> Question? {
        state.withLock { state in
            defer { state.waiting = nil }
            if state.waiting == nil { state.isWorking = false }
            return state.waiting
        }
    }
}
