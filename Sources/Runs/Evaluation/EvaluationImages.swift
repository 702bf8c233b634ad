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

    /// A data set that a person names.
    public init(_ dataset: ImageDataset, named name: String) {
        self.name = name
        catalog = dataset.catalog
        pairs = dataset.pairs
        folds = dataset.folds
        droppedPairs = dataset.droppedPairs
        knowsClasses = !dataset.isListOfPairs
    }

    /// What a run kept back, from its data set opened anew: its test classes, or its test images where those of each class were
    /// divided: it was neither trained nor chosen on them. Where it kept none, what it was chosen on. A run that learned from listed pairs kept back some of those.
    ///
    /// - Throws: `RunError` where the data set is gone or has changed or nothing was kept, `DatasetError` where it cannot be read.
    public init(heldOutBy manifest: RunManifest, threads: Int = Processors.usable) throws {
        let path = manifest.description.dataset.path
        guard FileManager.default.fileExists(atPath: path) else {
            throw RunError("the run's data set \(path) is not there; say where it is with --dataset", isMissingInput: true)
        }
        let isListOfPairs = manifest.split.test.isEmpty && manifest.split.validation.isEmpty
        self = try isListOfPairs ? Self(testPairsOf: manifest) : Self(classesHeldOutBy: manifest, threads: threads)
    }

    private init(classesHeldOutBy manifest: RunManifest, threads: Int) throws {
        let summary = manifest.description.dataset
        var catalog = try ImageDataset.open(summary.path).catalog
        // The split counts the classes that had readable images.
        if catalog.items.count != summary.images { catalog = catalog.removingBroken(threads: threads) }
        let split = manifest.split
        let part = split.test.isEmpty ? ClassSplit.Part.validation : .test
        guard catalog.classes.count == summary.classes, split.fits(catalog) else {
            throw RunError(
                "the run's data set \(summary.path) has changed: it has \(catalog.classes.count) classes, not \(summary.classes); "
                    + "give images to evaluate on with --dataset")
        }
        let things = split.heldOutImages == nil ? "classes" : "images"
        name =
            part == .validation
            ? "the run's validation \(things) (it was chosen on them, and kept none for testing)" : "the run's test \(things)"
        self.catalog = catalog.selecting(images: split.images(of: part, in: catalog))
        (pairs, folds, droppedPairs) = ([], [], 0)
        knowsClasses = true
    }

    private init(testPairsOf manifest: RunManifest) throws {
        let listed = manifest.description.testPairs
        guard !listed.isEmpty else {
            throw RunError("the run kept no pairs for testing; give images to evaluate on with --dataset")
        }
        let sides = Set(listed.flatMap { [$0.left, $0.right] })
        let classes = Dictionary(grouping: sides, by: \.className).sorted { $0.key < $1.key }
        let catalog = ImageCatalog(
            root: manifest.description.dataset.path, classes: classes.map { .init(name: $0, files: $1.map(\.file).sorted()) })
        let places = Dictionary(catalog.items.enumerated().map { ($1.file, $0) }) { first, _ in first }
        name = "the run's test pairs"
        self.catalog = catalog
        pairs = listed.map {
            ImagePair(left: places[$0.left.file, default: 0], right: places[$0.right.file, default: 0], same: $0.same)
        }
        (folds, droppedPairs) = ([], 0)
        knowsClasses = false
    }
}
