import Datasets
import Foundation

extension TrainedModel {
    /// The images of the run's own test classes, which it was neither trained nor chosen on.
    ///
    /// - Throws: `RunError` where the run's data set is gone or has changed, `DatasetError` where it cannot be read.
    public func testImages() throws -> ImageCatalog {
        let summary = manifest.description.dataset
        guard FileManager.default.fileExists(atPath: summary.path) else {
            throw RunError(
                "the run's data set \(summary.path) is not there; say where it is with --dataset", isMissingInput: true)
        }
        var catalog = try ImageDataset.open(summary.path).catalog
        // The split counts the classes that had readable images.
        if catalog.items.count != summary.images { catalog = catalog.removingBroken(threads: threads) }
        guard catalog.classes.count == summary.classes, manifest.split.test.allSatisfy(catalog.classes.indices.contains) else {
            throw RunError(
                "the run's data set \(summary.path) has changed: it has \(catalog.classes.count) classes, not \(summary.classes); "
                    + "give images to evaluate on with --dataset")
        }
        guard !manifest.split.test.isEmpty else {
            throw RunError("the run kept no classes for testing; give images to evaluate on with --dataset")
        }
        return catalog.selecting(classes: manifest.split.test)
    }
}
