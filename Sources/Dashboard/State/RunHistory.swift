import Training

/// All curves of a run, growing with its events.
struct RunHistory: Sendable {
    private var curves = Array(repeating: Series(), count: Measure.allCases.count)
    private var smoothing = Smoothing(weight: Self.smoothingWeights[1])
    /// Seconds since the start at each step event, for the axis of time.
    private(set) var elapsed = Series()
    private(set) var evaluations: [EvaluationMetrics] = []
    /// Distances of the test pairs at the kept evaluations: every one at first, every second and fourth as they become many.
    private(set) var distanceSnapshots: [Snapshot] = []
    private var snapshotStride = 1

    struct Snapshot: Sendable {
        let step: Int
        let distances: [Float]
        let genuine: Quartiles?
        let impostor: Quartiles?

        /// - Parameter same: which pairs are genuine, in the order of their distances.
        init(step: Int, distances: [Float], same: [Bool]) {
            self.step = step
            self.distances = distances
            genuine = Quartiles(zip(distances, same).filter(\.1).map(\.0))
            impostor = Quartiles(zip(distances, same).filter { !$0.1 }.map(\.0))
        }
    }

    static let smoothingWeights: [Float] = [0, 0.9, 0.98, 0.995]
    private static let mostSnapshots = 256

    subscript(measure: Measure) -> Series { curves[measure.rawValue] }

    var smoothingWeight: Float { smoothing.weight }
    var latestEvaluation: EvaluationMetrics? { evaluations.last }

    /// The last step of which anything is known.
    var lastStep: Int { max(self[.loss].lastStep, self[.validationLoss].lastStep) }

    mutating func append(_ metrics: StepMetrics) {
        let step = metrics.step
        curves[Measure.loss.rawValue].append(
            step: step, value: metrics.loss, low: metrics.lossMinimum, high: metrics.lossMaximum)
        add(.smoothedLoss, step, smoothing.next(metrics.loss, standingFor: metrics.count))
        add(.learningRate, step, metrics.learningRate)
        add(.gradientNorm, step, metrics.gradientNorm)
        add(.activeFraction, step, metrics.activeFraction)
        add(.throughput, step, Float(metrics.pairsPerSecond))
        add(.dataWait, step, Float(metrics.dataWait))
        if let margin = metrics.margin { add(.margin, step, margin) }
        elapsed.append(step: step, value: Float(metrics.elapsed))
    }

    /// - Parameter same: which of the test pairs are genuine.
    mutating func append(_ metrics: EvaluationMetrics, same: [Bool]) {
        let step = metrics.step
        add(.validationLoss, step, metrics.loss)
        add(.accuracy, step, metrics.accuracy)
        if let accuracy = metrics.testAccuracy { add(.testAccuracy, step, accuracy) }
        if let accuracy = metrics.oneShotAccuracy { add(.oneShotAccuracy, step, accuracy) }
        add(.equalErrorRate, step, metrics.equalErrorRate)
        add(.areaUnderROC, step, metrics.areaUnderROC)
        add(.genuineDistance, step, metrics.genuineDistance)
        add(.impostorDistance, step, metrics.impostorDistance)
        add(.threshold, step, metrics.threshold)
        keepDistances(of: metrics, same: same)
        // The distances live in the snapshots; only the latest evaluation keeps its own.
        if let last = evaluations.indices.last { evaluations[last].testDistances = [] }
        evaluations.append(metrics)
    }

    private mutating func keepDistances(of metrics: EvaluationMetrics, same: [Bool]) {
        guard evaluations.count % snapshotStride == 0 else { return }
        distanceSnapshots.append(Snapshot(step: metrics.step, distances: metrics.testDistances, same: same))
        guard distanceSnapshots.count >= Self.mostSnapshots else { return }
        distanceSnapshots = distanceSnapshots.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        snapshotStride *= 2
    }

    private mutating func add(_ measure: Measure, _ step: Int, _ value: Float) {
        curves[measure.rawValue].append(step: step, value: value)
    }

    /// Smooths the whole training loss anew. O(steps).
    mutating func smooth(weight: Float) {
        let loss = self[.loss]
        smoothing = Smoothing(weight: weight)
        var smoothed = Series()
        var before = 0
        for (step, value) in zip(loss.steps, loss.values) {
            smoothed.append(step: Int(step), value: smoothing.next(value, standingFor: max(1, Int(step) - before)))
            before = Int(step)
        }
        curves[Measure.smoothedLoss.rawValue] = smoothed
    }
}

/// An exponential moving average without the pull towards its starting value (Kingma, Ba 2014, section 3).
struct Smoothing: Sendable {
    let weight: Float
    private var sum: Float = 0
    private var mass: Float = 0

    init(weight: Float) {
        self.weight = weight
    }

    /// Values that are no numbers leave the average as it is.
    mutating func next(_ value: Float, standingFor count: Int) -> Float {
        guard weight > 0 else { return value }
        guard value.isFinite else { return mass > 0 ? sum / mass : value }
        var kept = weight
        for _ in 1..<max(1, min(count, 4096)) where kept > 1e-6 { kept *= weight }
        sum = kept * sum + (1 - kept) * value
        mass = kept * mass + (1 - kept)
        return sum / mass
    }
}
