import Datasets
import Foundation
import MetricLearning
import Networks
import TestSupport
import Testing
import Training

@testable import Runs

@Suite struct TrainedModelTests {
    private let folder = TemporaryFolder()

    /// Ways to compare two images, with a loss for each.
    enum Comparison: CaseIterable {
        case euclidean
        case cosine
        case learned
        case separateTwins
        case severalViews

        var network: NetworkSpec {
            var network = TinyRun.network
            if self == .learned { network.head = .similarity(units: 5) }
            if self == .separateTwins { network.twins = .separate(right: nil) }
            return network
        }

        var loss: LossSpec {
            switch self {
            case .euclidean, .separateTwins: .contrastive(margin: 1)
            case .cosine, .severalViews: .cosineEmbedding(margin: 0)
            case .learned: .crossEntropy()
            }
        }

        var options: TrainingOptions {
            var options = TrainingOptions(loss: loss, threads: 1)
            if self == .severalViews { (options.testTimeViews, options.testTimeShift) = (.rotations, 0.1) }
            return options
        }
    }

    @Test(arguments: Comparison.allCases) func embedsAndComparesAsTheEvaluationDid(_ comparison: Comparison) throws {
        let run = try TinyRun(steps: 20, in: folder, options: comparison.options, network: comparison.network)
        let model = try TrainedModel(opening: run.folder, checkpoint: .last, threads: 1)
        let metrics = try #require(run.evaluations.last)
        let description = model.manifest.description
        #expect(model.weights.step == 20)
        #expect(model.weights.threshold == metrics.threshold)
        #expect(model.weights.confidence == metrics.confidence)
        #expect(model.embeddingSize == (comparison == .severalViews ? 120 : 6))
        #expect(model.hasSeparateTwins == (comparison == .separateTwins))
        #expect((model.fixedDistance == nil) == (comparison == .learned))
        for (pair, distance) in zip(description.testPairs, metrics.testDistances).prefix(20) {
            let left = try model.embed(contentsOf: run.data.root + "/" + pair.left.file)
            let right = try model.embed(contentsOf: run.data.root + "/" + pair.right.file, side: .right)
            let verdict = try model.compare(left, right)
            #expect(abs(verdict.distance - distance) < 1e-4 * max(1, abs(distance)))
            #expect(verdict.same == (verdict.distance < metrics.threshold))
            #expect(verdict.confidence == metrics.confidence?(verdict.distance) && verdict.confidence != nil)
        }
    }

    @Test func aCatalogueIsEmbeddedInItsOrderWithoutBrokenImages() throws {
        let run = try TinyRun(steps: 1, in: folder)
        try Data("no image".utf8).write(to: URL(fileURLWithPath: run.data.root + "/class12/2.pgm"))
        let catalog = try ImageCatalog.scan(run.data.root)
        // A batch of 7 divides neither the whole nor a class.
        let model = try TrainedModel(opening: run.folder, threads: 2, batch: 7)
        var reported: [Int] = []
        let embedded = try model.embed(catalog) { done, _ in reported.append(done) }
        #expect(embedded.catalog.broken.map(\.file) == ["class12/2.pgm"])
        #expect(embedded.catalog.items.count == 71 && embedded.embeddings.rows == 71)
        #expect(reported.last == 72 && reported == reported.sorted())
        for item in [0, 13, 14, 70] {
            let alone = try model.embed(contentsOf: embedded.catalog.path(of: item))
            #expect(relativeDifference(Array(embedded.embeddings.row(item)), Array(alone)) < 1e-5)
        }
    }

    @Test func preparesImagesAsBatchesDo() throws {
        let data = try TinyDataset(classes: 3, images: 2)
        let catalog = try ImageCatalog.scan(data.root)
        let shape = TensorShape.image(channels: 1, height: 12, width: 9)
        let store = try ImageStore(catalog: catalog, shape: shape)
        let normalization = store.normalization(ofClasses: [0, 1])
        var expected = [Float](repeating: 0, count: 6 * shape.count)
        try store.write(Array(0..<6), into: &expected, normalization: normalization)
        let preparation = try InputPreparation(shape: shape, normalization: normalization)
        var together = expected
        #expect(preparation.write(0..<6, of: catalog, into: &together, threads: 2).isEmpty)
        #expect(together == expected)
        #expect(try (0..<6).flatMap { try preparation.values(of: catalog.decode($0)) } == expected)
    }

    @Test func whatCannotBeOpenedGetsASentence() throws {
        let missing = #expect(throws: RunError.self) { try TrainedModel(opening: folder.path("nowhere")) }
        #expect(missing?.isMissingInput == true)
        let run = try TinyRun(steps: 1, in: folder)
        try FileManager.default.removeItem(atPath: run.folder + "/checkpoints/best.safetensors")
        #expect(try TrainedModel(opening: run.folder, threads: 1).weights.kind == .last)
        let noBest = #expect(throws: RunError.self) { try TrainedModel(opening: run.folder, checkpoint: .best) }
        #expect(noBest?.description.contains("no best checkpoint") == true)
        try FileManager.default.removeItem(atPath: run.folder + "/checkpoints/last.safetensors")
        #expect(throws: RunError.self) { try TrainedModel(opening: run.folder) }
        #expect(throws: DatasetError.self) {
            try InputPreparation(shape: .image(channels: 3, height: 8, width: 8), normalization: .identity(channels: 1))
        }
    }

    @Test func withoutAThresholdNothingIsJudged() throws {
        let run = try TinyRun(steps: 1, in: folder)
        let path = run.folder + "/checkpoints/best.safetensors"
        try Safetensors.write(Safetensors.read(path).parameters, to: path)
        let model = try TrainedModel(opening: run.folder, threads: 1)
        #expect(try model.distance([0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]) == 1)
        #expect(throws: RunError.self) { try model.compare([0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]) }
    }
}
