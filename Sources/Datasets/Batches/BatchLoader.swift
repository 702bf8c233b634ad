import Dispatch
import Foundation

/// Prepares the batches of the next steps on a Dispatch queue while the engine works on the current one.
///
/// The buffers go round: the one that was handed out is filled anew after the next call, so a caller that keeps a batch longer pays
/// for a copy. Any step can be asked for; only the ones that follow are ready beforehand. Safe from any thread: all that changes is
/// behind the condition.
public final class BatchLoader: @unchecked Sendable {
    private let store: ImageStore
    private let sampler: any BatchSampling
    private let threads: Int
    private let depth: Int
    private let queue = DispatchQueue(label: "twinscope.batches", qos: .userInitiated)

    /// Guards everything below.
    private let condition = NSCondition()
    private var preparation: BatchPreparation
    private var ready: [Int: Result<Batch, any Error>] = [:]
    /// Steps that are ready or being prepared.
    private var ordered: Set<Int> = []
    private var spare: [Batch] = []
    private var handedOut: Batch?
    /// Counts the jumps: what was ordered before one is dropped when it is ready.
    private var generation = 0

    /// - Parameters:
    ///   - threads: how many prepare one batch together; worth more than one where images are decoded on demand.
    ///   - depth: how many batches are prepared ahead.
    public init(
        store: ImageStore, sampler: any BatchSampling, preparation: BatchPreparation, threads: Int = 1, depth: Int = 2
    ) {
        self.store = store
        self.sampler = sampler
        self.preparation = preparation
        self.threads = max(1, threads)
        self.depth = max(1, depth)
    }

    /// Pairs without augmentation.
    public convenience init(
        store: ImageStore, sampler: PairSampler, pairs: Int, normalization: PixelNormalization, depth: Int = 2
    ) {
        self.init(
            store: store, sampler: PairBatches(sampler, count: pairs),
            preparation: BatchPreparation(normalization: normalization), depth: depth)
    }

    /// The batch of a step, and how long it was waited for. Called by one thread at a time.
    /// - Throws: `DatasetError` where an image cannot be read any more; the same step can be asked for again.
    public func next(step: Int) throws -> (batch: Batch, secondsWaited: Double) {
        condition.lock()
        defer { condition.unlock() }
        if let last = handedOut { spare.append(last) }
        handedOut = nil
        if !ordered.contains(step) { dropOrders() }
        for ahead in step..<step + depth { order(ahead) }

        let start = DispatchTime.now().uptimeNanoseconds
        let batch = try wait(for: step).get()
        let waited = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        handedOut = batch
        order(step + depth)
        return (batch, waited)
    }

    /// Prepares images differently from the next step that is asked for on.
    public func change(to preparation: BatchPreparation) {
        condition.withLock {
            self.preparation = preparation
            dropOrders()
        }
    }

    private func wait(for step: Int) -> Result<Batch, any Error> {
        while true {
            if let result = ready.removeValue(forKey: step) {
                ordered.remove(step)
                return result
            }
            condition.wait()
        }
    }

    private func order(_ step: Int) {
        guard ordered.insert(step).inserted else { return }
        let generation = generation
        queue.async { [self] in prepare(step, generation) }
    }

    private func prepare(_ step: Int, _ orderedIn: Int) {
        var batch = Batch()
        let preparation: BatchPreparation? = condition.withLock {
            guard orderedIn == generation else { return nil }
            batch = spare.popLast() ?? batch
            return self.preparation
        }
        guard let preparation else { return }
        let result = Result {
            try store.fill(&batch, with: sampler.plan(step: step), step: step, preparation, threads: threads)
            return batch
        }
        condition.withLock {
            if orderedIn == generation {
                ready[step] = result
                condition.broadcast()
            } else {
                spare.append(batch)
            }
        }
    }

    private func dropOrders() {
        generation += 1
        spare += ready.values.compactMap { try? $0.get() }
        ready.removeAll()
        ordered.removeAll()
    }
}
