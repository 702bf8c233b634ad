import Datasets
import Foundation
import MetricLearning
import Networks

/// Judges a run's network on images that it was not trained on. Belongs to one thread, as its model does.
public struct RunEvaluation {
    public let model: TrainedModel
    private let generator: SeededGenerator
    private let resamples: Int
    private let threads: Int

    /// - Parameters:
    ///   - seed: decides pairs, episodes and resamples.
    ///   - resamples: of the identities, for the intervals of verification; 0 for no intervals.
    public init(
        _ model: TrainedModel, seed: UInt64, resamples: Int = 1000,
        threads: Int = Processors.usable
    ) {
        self.model = model
        generator = SeededGenerator(seed: seed)
        self.resamples = resamples
        self.threads = threads
    }

    // MARK: Verification

    /// At most so many genuine pairs, and as many impostor pairs, are made of classes.
    private static let mostPairs = 100_000

    /// Judges the pairs that are listed, or else all pairs that the images can make.
    ///
    /// - Parameter embedded: the embeddings of `images.catalog`.
    /// - Throws: `MetricError` where there are no genuine or no impostor pairs.
    public func verification(on images: EvaluationImages, embedded: EmbeddedCatalog) throws -> VerificationReport {
        guard images.pairs.isEmpty else {
            let surviving = images.pairs.map(embedded.surviving)
            let pairs = surviving.compactMap(\.self)
            return try report(
                on: pairs, folds: zip(images.folds, surviving).filter { $1 != nil }.map(\.0), in: embedded, named: images.name,
                dropped: images.droppedPairs + images.pairs.count - pairs.count)
        }
        var generator = generator.derived("evaluation pairs")
        let pairs = EveryPair(embedded.catalog).pairs(atMost: Self.mostPairs, using: &generator)
        return try report(on: pairs, in: embedded, named: images.name)
    }

    private func report(
        on pairs: [ImagePair], folds: [Int] = [], in embedded: EmbeddedCatalog, named name: String, dropped: Int = 0
    ) throws -> VerificationReport {
        let distances = try model.distances(of: pairs.map { ($0.left, $0.right) }, in: embedded)
        var builder = VerificationBuilder(
            distances: distances, same: pairs.map(\.same),
            identities: pairs.map { (embedded.catalog.items[$0.left].classIndex, embedded.catalog.items[$0.right].classIndex) })
        builder.threshold = model.weights.threshold
        builder.folds = folds
        builder.threads = threads
        var generator = generator.derived("resamples")
        return try builder.report(named: name, dropped: dropped, resamples: resamples, using: &generator)
    }

    // MARK: One-shot

    /// N-way K-shot over random episodes.
    ///
    /// - Parameter way: `nil` for 20, or as many classes as there are where there are fewer.
    /// - Throws: `MetricError` where there are too few classes.
    public func oneShot(
        of embedded: EmbeddedCatalog, way: Int?, shots: Int, trials: Int, withinGroup: Bool
    ) throws -> OneShotReport {
        let classes = embedded.catalog.classes
        let groups = withinGroup ? groupNumbers(classes) : nil
        let sampler = try EpisodeSampler(
            classes: classes.map { Array($0.items) }, groups: groups,
            way: way ?? defaultWay(classes, groups: groups, shots: shots), shots: shots)
        var generator = generator.derived("episodes")
        let episodes = (0..<trials).map { _ in sampler.next(using: &generator) }
        return OneShotReport(
            way: sampler.way, shots: shots, withinGroup: withinGroup, classes: classes.count,
            result: OneShotResult(try answers(to: episodes, in: embedded)))
    }

    /// Given runs of one-shot trials.
    ///
    /// - Throws: `DatasetError` that names the file, where an image cannot be read.
    public func oneShot(_ runs: [OneShotRun], progress: ((Int, Int) -> Void)? = nil) throws -> OneShotRunsReport {
        var reports: [OneShotRunsReport.Run] = []
        var all = Proportion(right: 0, total: 0)
        for run in runs {
            // Every image is a class of its own here: the answers come from the run, not from folders.
            let files = run.supports + run.trials.map(\.query)
            let catalog = ImageCatalog(root: "/", classes: files.map { .init(name: $0, files: [$0]) })
            let embedded = try model.embed(catalog)
            if let broken = embedded.catalog.broken.first { throw DatasetError("\(broken.file) \(broken.reason)") }
            let supports = run.supports.indices.map { [$0] }
            let episodes = run.trials.enumerated().map { place, trial in
                Episode(query: run.supports.count + place, supports: supports, answer: trial.answer)
            }
            let answers = try answers(to: episodes, in: embedded)
            reports.append(.init(name: run.name, way: run.supports.count, result: OneShotResult(answers)))
            all.right += answers.right
            all.total += answers.total
            progress?(reports.count, runs.count)
        }
        return OneShotRunsReport(runs: reports, result: OneShotResult(all))
    }

    /// All distances of many episodes at once, since a learned similarity is quickest in large batches.
    private func answers(to episodes: [Episode], in embedded: EmbeddedCatalog) throws -> Proportion {
        let pairs = episodes.flatMap { episode in episode.supports.joined().map { (left: episode.query, right: $0) } }
        let distances = try model.distances(of: pairs, in: embedded)
        var next = 0
        let right = episodes.count { episode in
            episode.isRight { _, _ in
                defer { next += 1 }
                return distances[next]
            }
        }
        return Proportion(right: right, total: episodes.count)
    }

    private func groupNumbers(_ classes: [ImageCatalog.ClassInfo]) -> [Int] {
        let names = Set(classes.map(\.groups)).sorted { $0.lexicographicallyPrecedes($1) }
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return classes.map { numbers[$0.groups, default: 0] }
    }

    private func defaultWay(_ classes: [ImageCatalog.ClassInfo], groups: [Int]?, shots: Int) -> Int {
        let large = classes.indices.filter { classes[$0].items.count > shots }
        let most =
            groups.map { groups in Dictionary(grouping: large) { groups[$0] }.values.map(\.count).max() ?? 0 } ?? large.count
        return min(20, max(2, most))
    }

    // MARK: Retrieval

    /// - Throws: `MetricError` where no class has two images.
    public func retrieval(of embedded: EmbeddedCatalog) throws -> RetrievalReport {
        let retrieval =
            if let distance = model.fixedDistance, !model.hasSeparateTwins {
                try Retrieval(
                    embeddings: embedded.embeddings, labels: embedded.labels, distance: distance, threads: threads)
            } else {
                try Retrieval(labels: embedded.labels) {
                    try model.distances(from: embedded.embeddings.row($0), to: embedded.rightEmbeddings)
                }
            }
        return RetrievalReport(
            images: embedded.catalog.items.count, queries: retrieval.queries,
            recall: retrieval.recall.map { .init(k: $0.k, value: $0.value) }, precisionAt1: retrieval.precisionAt1,
            rPrecision: retrieval.rPrecision, meanAveragePrecisionAtR: retrieval.meanAveragePrecisionAtR)
    }
}
