import Datasets
import Networks
import TestSupport
import Testing

@testable import Training

struct ClassAugmentationTests {
    @Test func aListOfPairsHasNoClassesToChange() throws {
        let data = try TinyDataset()
        let catalog = try ImageCatalog.scan(data.root)
        let pairs = [ImagePair(left: 0, right: 1, same: true), ImagePair(left: 0, right: catalog.items.count - 1, same: false)]
        var options = TrainingOptions(threads: 1)
        options.classAugmentation.elastic = 0.05
        let error = #expect(throws: TrainingError.self) { try Material(pairs: pairs, of: catalog, options) }
        #expect(error?.description.contains("leave it out") == true)
    }

    @Test func itsStrengthCanBeSetWhileTraining() throws {
        let data = try TinyDataset()
        #expect(try TroubledRun.setup(data) { $0.classAugmentation.elastic = 0.05 }.description.settings[.augmentation] == 1)
        #expect(try TroubledRun.setup(data) { _ in }.description.settings[.augmentation] == nil)
    }
}
