import Datasets
import Dispatch
import Engine
import MetricLearning
import Networks

/// Judges the network on fixed pairs of classes that it was never trained on. Every image is embedded once, however many pairs it is in.
struct Evaluator {
    /// What an evaluation tells.
    struct Report {
        var metrics: EvaluationMetrics
        var embeddings: EmbeddingSnapshot
    }

    private let setup: TrainingSetup
    private let images: [Int]
    private let rowOfImage: [Int: Int]
    private let trials: OneShotTrials?
    private let mappedRows: [Int]
    private var hasNamedImages = false
    private var batch = Batch()
    private let preparation: BatchPreparation
    private var embedder: ImageEmbedder
    private var embeddings: Matrix
    private static let chunk = 128

    init(_ setup: TrainingSetup) throws {
        self.setup = setup
        func imagesOf(_ pairs: [ImagePair]) -> [Int] { Set(pairs.flatMap { [$0.left, $0.right] }).sorted() }
        let mapped = MapImages(setup)
        images = Set(imagesOf(setup.validationPairs + setup.testPairs) + mapped.items).sorted()
        rowOfImage = Dictionary(uniqueKeysWithValues: images.enumerated().map { ($1, $0) })
        trials = OneShotTrials(setup, images: imagesOf(setup.validationPairs))
        mappedRows = mapped.items.compactMap { [rowOfImage] in rowOfImage[$0] }
        preparation = BatchPreparation(normalization: setup.normalization)
        embedder = try ImageEmbedder(setup.graph, TestTimeViews(setup.description), batch: Self.chunk)
        embeddings = Matrix(rows: Self.chunk, columns: embedder.columns)
    }

    /// Figures of the network as it is now. The accuracy's threshold is the best one on the validation pairs; test pairs are judged by it.
    mutating func evaluate(
        _ engine: Engine, loss: LossSpec, at position: (step: Int, epoch: Int, elapsed: Double)
    ) throws -> Report {
        let began = DispatchTime.now()
        let left = try embedAll(with: engine, .left)
        let right = setup.graph.right == nil ? left : try embedAll(with: engine, .right)
        let validation = try distances(of: setup.validationPairs, left, right, engine)
        let test = try distances(of: setup.testPairs, left, right, engine)
        let same = setup.validationPairs.map(\.same)
        let verification = try Verification(distances: validation, same: same)
        let metrics = EvaluationMetrics(
            step: position.step, epoch: position.epoch, elapsed: position.elapsed,
            loss: value(of: loss, validation, same), accuracy: verification.bestAccuracy,
            threshold: verification.bestThreshold, equalErrorRate: verification.equalErrorRate,
            areaUnderROC: verification.areaUnderROC, genuineDistance: validation.mean(where: same),
            impostorDistance: validation.mean(where: same.map { !$0 }), testDistances: test,
            testAccuracy: accuracy(of: test, at: verification.bestThreshold),
            confidence: try? LogisticConfidence(distances: validation, same: same),
            oneShotAccuracy: setup.graph.head == nil
                ? trials?.accuracy { query, support in
                    distance(query, support, left, right)
                } : nil,
            oneShotWay: setup.graph.head == nil ? trials?.way : nil,
            duration: TrainingClock.seconds(since: began))
        return Report(metrics: metrics, embeddings: snapshot(of: left, at: position))
    }

    private mutating func embedAll(with engine: Engine, _ side: Engine.Side) throws -> Matrix {
        var all = Matrix(rows: images.count, columns: embeddings.columns)
        for start in stride(from: 0, to: images.count, by: Self.chunk) {
            let chunk = images[start..<min(start + Self.chunk, images.count)]
            try setup.store.fill(
                &batch, with: BatchPlan(items: Array(chunk), labels: []), preparation,
                threads: setup.description.options.threads)
            try embedder.embed(batch.images, count: chunk.count, side: side, with: engine, into: &embeddings)
            all.replaceRows(at: start, with: embeddings, count: chunk.count)
        }
        return all
    }

    private func distances(of pairs: [ImagePair], _ left: Matrix, _ right: Matrix, _ engine: Engine) throws -> [Float] {
        let rows = pairs.compactMap { pair in
            rowOfImage[pair.left].flatMap { left in rowOfImage[pair.right].map { (left: left, right: $0) } }
        }
        return try PairComparison(setup.description).distances(of: rows, left: left, right: right, with: engine)
    }

    private func distance(_ one: Int, _ other: Int, _ left: Matrix, _ right: Matrix) -> Float {
        guard let one = rowOfImage[one], let other = rowOfImage[other] else { return .nan }
        return setup.description.distance(left.row(one), right.row(other))
    }

    private func value(of loss: LossSpec, _ distances: [Float], _ same: [Bool]) -> Float {
        guard setup.graph.head != nil else { return loss.value(distances: distances, same: same) }
        var slopes = distances
        return LogitLoss.evaluate(logits: distances.map { -$0 }, same: same, gradient: &slopes)
    }

    private func accuracy(of distances: [Float], at threshold: Float) -> Float? {
        AcceptanceRule.accuracy(of: distances, same: setup.testPairs.map(\.same), at: threshold)
    }

    private mutating func snapshot(
        of embeddings: Matrix, at position: (step: Int, epoch: Int, elapsed: Double)
    ) -> EmbeddingSnapshot {
        let names = hasNamedImages ? nil : mappedRows.map { PairDescription.Side(images[$0], in: setup.store.catalog) }
        hasNamedImages = true
        let rows = Matrix(
            rows: mappedRows.count, columns: embeddings.columns, values: mappedRows.flatMap { embeddings.row($0) })
        return EmbeddingSnapshot(
            step: position.step, elapsed: position.elapsed, images: names,
            embeddings: rows.arranged(for: setup.description.distance))
    }
}
