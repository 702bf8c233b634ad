import Datasets

/// Where the batches of a measured training come from.
protocol BenchBatches {
    /// The images of a step, whether its pairs are genuine, and how long they were waited for.
    func next(_ step: Int) throws -> (images: [Float], same: [Bool], secondsWaited: Double)
}

/// The same numbers in every step: nothing is waited for.
struct FixedBatch: BenchBatches {
    let images: [Float]
    let same: [Bool]

    func next(_: Int) -> (images: [Float], same: [Bool], secondsWaited: Double) { (images, same, 0) }
}

/// Images of a data set, prepared ahead as in training.
struct LoadedBatches: BenchBatches {
    let loader: BatchLoader

    func next(_ step: Int) throws -> (images: [Float], same: [Bool], secondsWaited: Double) {
        let (batch, waited) = try loader.next(step: step)
        return (batch.images, batch.same, waited)
    }
}
