import Datasets
import Engine
import Networks

/// How many threads take the next steps. A plan of the engine is compiled for its number of threads, so another number is another engine
/// with the same weights, made as a resume makes it.
extension Trainer {
    /// Follows the options' plan after a step; where nobody has fixed the number, lets the governor look at how long the step took.
    ///
    /// - Parameter seconds: that the step took, without waiting for images; `nil` where that says nothing about others.
    mutating func adaptThreads(after seconds: Double?) throws {
        if let planned = options.threadChanges.last(where: { $0.step == step }), planned.threads != threads {
            try change(to: planned.threads, because: "as it was planned")
        }
        guard let seconds, governor?.observe(seconds: seconds) == true else { return }
        if waiting == nil { waiting = TeamWaiting(threads: engine.teamThreads()) }
        guard let change = governor?.decide(waiting: waiting?.measure()) else { return }
        do {
            if change.threads != threads { try self.change(to: change.threads, because: change.reason) }
        } catch {
            // There is no room for another engine: the one at hand goes on as it is.
            governor = nil
            return
        }
        if change.isSettled {
            let count = change.threads == 1 ? "1 thread" : "\(change.threads) threads"
            notify(
                .information, "Training continues with \(count): \(change.reason)",
                advice: "Fix the number with --threads where a run is to be repeated to the last bit.")
        }
    }

    private mutating func change(to count: Int, because reason: String) throws {
        engine = try engine.remade(threads: count)
        for setting in Setting.allCases where setting != .augmentation { apply(setting) }
        send(.threads(ThreadChange(step: step, elapsed: clock.elapsed, old: threads, new: count, reason: reason)))
        threads = count
        waiting = nil
    }
}
