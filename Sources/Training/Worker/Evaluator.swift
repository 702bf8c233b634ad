import Datasets
import Dispatch
import Engine
import MetricLearning
import Networks

/// Judges the network on fixed pairs of classes that it was never trained on. Every image is embedded once, however many pairs it is in.
struct Evaluator {
    private let setup: TrainingSetup
    private let images: [Int]
    private let rowOfImage: [Int: Int]
    private var batch = Batch()
    private let preparation: BatchPreparation
    private var embeddings: Matrix
    private static let chunk = 128

    init(_ setup: TrainingSetup) {
        self.setup = setup
        let pairs = setup.validationPairs + setup.testPairs
        images = Set(pairs.flatMap { [$0.left, $0.right] }).sorted()
        rowOfImage = Dictionary(uniqueKeysWithValues: images.enumerated().map { ($1, $0) })
        preparation = BatchPreparation(normalization: setup.normalization)
        embeddings = Matrix(rows: Self.chunk, columns: setup.graph.output.count)
    }

    /// Figures of the network as it is now. The accuracy's threshold is the best one on the validation pairs; test pairs are judged by it.
    mutating func evaluate(_ engine: Engine, loss: LossSpec, at position: (step: Int, epoch: Int, elapsed: Double)) throws
        -> EvaluationMetrics
    {
        let began = DispatchTime.now()
        let all = try embedAll(with: engine)
        let validation = distances(of: setup.validationPairs, among: all)
        let test = distances(of: setup.testPairs, among: all)
        let same = setup.validationPairs.map(\.same)
        let verification = try Verification(distances: validation, same: same)
        return EvaluationMetrics(
            step: position.step, epoch: position.epoch, elapsed: position.elapsed,
            loss: loss.value(distances: validation, same: same), accuracy: verification.bestAccuracy,
            threshold: verification.bestThreshold, equalErrorRate: verification.equalErrorRate,
            areaUnderROC: verification.areaUnderROC, genuineDistance: mean(validation, where: same),
            impostorDistance: mean(validation, where: same.map { !$0 }), testDistances: test,
            testAccuracy: accuracy(of: test, at: verification.bestThreshold),
            confidence: try? LogisticConfidence(distances: validation, same: same), duration: TrainingClock.seconds(since: began))
    }

    private mutating func embedAll(with engine: Engine) throws -> Matrix {
        var all = Matrix(rows: images.count, columns: embeddings.columns)
        for start in stride(from: 0, to: images.count, by: Self.chunk) {
            let chunk = images[start..<min(start + Self.chunk, images.count)]
            try setup.store.fill(&batch, with: BatchPlan(items: Array(chunk), labels: []), preparation)
            try engine.embed(batch.images, count: chunk.count, into: &embeddings)
            all.replaceRows(at: start, with: embeddings, count: chunk.count)
        }
        return all
    }

    private func distances(of pairs: [ImagePair], among embeddings: Matrix) -> [Float] {
        pairs.map { pair in
            guard let left = rowOfImage[pair.left], let right = rowOfImage[pair.right] else { return .nan }
            return setup.description.distance(embeddings.row(left), embeddings.row(right))
        }
    }

    private func accuracy(of distances: [Float], at threshold: Float) -> Float {
        let right = zip(distances, setup.testPairs).count { ($0 < threshold) == $1.same }
        return Float(right) / Float(max(1, distances.count))
    }

    private func mean(_ values: [Float], where chosen: [Bool]) -> Float {
        let kept = zip(values, chosen).filter(\.1).map(\.0)
        return kept.reduce(0, +) / Float(max(1, kept.count))
    }
}
