import Datasets
import MetricLearning
import Networks

/// A run made ready: the data set read and split, the network checked, the pairs to judge it by chosen.
public struct TrainingSetup: Sendable {
    public let description: RunDescription
    public let graph: NetworkGraph
    public let split: ClassSplit
    public let normalization: PixelNormalization
    public let brokenFiles: [BrokenFile]

    let store: ImageStore
    let trainingPairs: PairSampler
    let validationPairs: [ImagePair]
    let testPairs: [ImagePair]

    /// How many pairs of unseen classes a validation and a screen of test pairs take, where the classes have as many.
    private static let validationPairCount = 1000
    private static let testPairCount = 400

    /// Reads the data set and decides everything that chance decides, from the seed.
    ///
    /// - Parameters:
    ///   - catalog: the images; broken ones are named and left out here, when they are decoded.
    ///   - progress: called with the images read so far and their number.
    /// - Throws: `DatasetError` or `NetworkError`, each a sentence.
    public init(
        runName: String, startedAt: String, network: NetworkSpec, options: TrainingOptions, catalog: ImageCatalog,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        // What the trainer would leave out is refused, not left out in silence.
        guard network.head == .distance(.euclidean), network.twins == .shared else {
            throw NetworkError(
                "\(network.name) compares by a head, or has separate twins, that cannot be trained yet; "
                    + "choose a network of shared twins that compares by Euclidean distance, such as conv4 or resnet18")
        }
        graph = try NetworkGraph(network)
        store = try ImageStore(catalog: catalog, shape: network.input, threads: options.threads, progress: progress)
        brokenFiles = store.broken
        let readable = store.catalog
        let generator = SeededGenerator(seed: options.seed)
        split = try ClassSplit(catalog: readable, validation: 0.15, test: 0.15, seed: options.seed)
        normalization = store.normalization(ofClasses: split.training)
        trainingPairs = try PairSampler(
            catalog: readable, classes: split.training, generator: generator.derived("training pairs"))
        validationPairs = try PairSampler(
            catalog: readable, classes: split.validation, generator: generator.derived("validation pairs")
        ).fixedPairs(count: Self.validationPairCount)
        testPairs = try PairSampler(
            catalog: readable, classes: split.test, generator: generator.derived("test pairs")
        ).fixedPairs(count: Self.testPairCount)

        let trainingImages = split.training.map { readable.classes[$0].items.count }.reduce(0, +)
        let stepsPerEpoch = max(1, trainingImages / options.batchPairs)
        description = RunDescription(
            name: runName, startedAt: startedAt, network: network, options: options,
            dataset: DatasetSummary(
                path: readable.root, images: readable.items.count, classes: readable.classes.count,
                trainingClasses: split.training.count, validationClasses: split.validation.count,
                testClasses: split.test.count, brokenFiles: brokenFiles.count),
            stepsPerEpoch: stepsPerEpoch, totalSteps: options.duration.steps(perEpoch: stepsPerEpoch),
            totalSeconds: options.duration.seconds, testPairs: testPairs.map { PairDescription($0, in: readable) })
    }
}

extension TrainingOptions.Duration {
    func steps(perEpoch stepsPerEpoch: Int) -> Int? {
        switch self {
        case .epochs(let epochs): epochs * stepsPerEpoch
        case .steps(let steps): steps
        case .minutes: nil
        }
    }

    var seconds: Double? {
        if case .minutes(let minutes) = self { minutes * 60 } else { nil }
    }
}

extension PairDescription {
    init(_ pair: ImagePair, in catalog: ImageCatalog) {
        self.init(left: Side(pair.left, in: catalog), right: Side(pair.right, in: catalog), same: pair.same)
    }
}

extension PairDescription.Side {
    init(_ index: Int, in catalog: ImageCatalog) {
        let item = catalog.items[index]
        self.init(file: item.file, className: catalog.classes[item.classIndex].path)
    }
}
