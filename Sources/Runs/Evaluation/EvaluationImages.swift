import Datasets
import Foundation
import Networks
import Training

/// What a run is judged by: images, and where they are listed the pairs of them.
public struct EvaluationImages: Sendable {
    /// What it is, for people.
    public let name: String
    public let catalog: ImageCatalog
    /// Listed pairs; where there are none, all pairs of the images serve.
    public let pairs: [ImagePair]
    /// Per listed pair, the fold of a cross-validation that it belongs to; empty where there are none.
    public let folds: [Int]
    /// Listed pairs that were left out, since a file of theirs is missing.
    public let droppedPairs: Int
    /// Whether the classes of the images are known, and not only which pairs are of one.
    public let knowsClasses: Bool
    /// Whether they are of the run's own data set.
    public let areOwn: Bool
    /// What a person should know beside the figures, a sentence each: how the data set differs from what it was.
    public let remarks: [String]

    /// A data set that a person names.
    public init(_ dataset: ImageDataset, named name: String) {
        self.init(
            name: name, catalog: dataset.catalog, pairs: dataset.pairs, folds: dataset.folds, droppedPairs: dataset.droppedPairs,
            knowsClasses: !dataset.isListOfPairs)
    }

    init(
        name: String, catalog: ImageCatalog, pairs: [ImagePair] = [], folds: [Int] = [], droppedPairs: Int = 0,
        knowsClasses: Bool, areOwn: Bool = false, remarks: [String] = []
    ) {
        self.name = name
        self.catalog = catalog
        self.pairs = pairs
        self.folds = folds
        self.droppedPairs = droppedPairs
        self.knowsClasses = knowsClasses
        self.areOwn = areOwn
        self.remarks = remarks
    }

    /// Images that the figures of verification are of: all, or those of the listed pairs.
    var judged: [Int] {
        pairs.isEmpty ? Array(catalog.items.indices) : Set(pairs.flatMap { [$0.left, $0.right] }).sorted()
    }

    /// What a run kept back, from its data set as it is now: its test classes, or its test images where those of each class were
    /// divided: it was neither trained nor chosen on them. Where it kept none, what it was chosen on. A run that learned from listed pairs
    /// kept back some of those.
    ///
    /// Classes and images are found by their names, and held to what they were.
    ///
    /// - Parameters:
    ///   - run: the run's folder, for the commands that errors recommend.
    ///   - path: where the data set is now, if it has moved.
    ///   - alternative: what a person can do who does not have the data set as it was; by default, judge by what is there.
    /// - Throws: `RunError` where the data set is gone, or holds other images now than those that were kept back, or nothing was kept.
    public init(
        heldOutBy manifest: RunManifest, run: String = "RUN", at path: String? = nil, alternative: String? = nil,
        threads: Int = Processors.usable
    ) throws {
        let held = HeldOut(manifest: manifest, run: run, path: path, alternative: alternative, threads: threads)
        let isListOfPairs = manifest.split.test.isEmpty && manifest.split.validation.isEmpty
        self = try isListOfPairs ? held.pairs() : held.classes()
    }
}
