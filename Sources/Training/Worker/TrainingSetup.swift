import Datasets
import MetricLearning
import Networks

/// A run made ready: the data set read and split, the network checked, the pairs to judge it by chosen.
public struct TrainingSetup: Sendable {
    public private(set) var description: RunDescription
    public let graph: PairGraph
    public let split: ClassSplit
    public let normalization: PixelNormalization
    /// What every part of the split holds, by name and content.
    public let record: DatasetRecord
    public let brokenFiles: [BrokenFile]
    /// What a person should hear of the images before the first step.
    public let remarks: [DatasetFinding]
    /// What the weights begin with, where they are not drawn from the seed.
    public var start: StartingPoint? {
        didSet { description.pretrained = start?.file }
    }

    var patience = Patience()
    let store: ImageStore
    /// How much the training images differ.
    let inputVariety: InputVariety
    let sampler: any BatchSampling
    let validationPairs: [ImagePair]
    let testPairs: [ImagePair]

    /// How many held out pairs a validation and a screen of test pairs take, where there are as many.
    static let validationPairCount = 1000
    static let testPairCount = 400

    /// Reads the data set and decides everything that chance decides, from the seed.
    ///
    /// - Parameters:
    ///   - dataset: the images; broken ones are named and left out here, when they are decoded.
    ///   - progress: called with the images read so far and their number.
    /// - Throws: `DatasetError`, `NetworkError` or `TrainingError`, each a sentence.
    public init(
        runName: String, startedAt: String, network: NetworkSpec, options: TrainingOptions, dataset: ImageDataset,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        let network = network.comparing(by: options.loss.distance)
        graph = try Self.check(network, options)
        store = try ImageStore(
            catalog: dataset.catalog, shape: network.input, threads: options.threads, memoryLimit: options.cacheBytes,
            leastClasses: dataset.isListOfPairs ? 1 : 2, progress: progress)
        brokenFiles = dataset.catalog.broken + store.broken
        let readable = store.catalog
        let material =
            dataset.isListOfPairs
            ? try Material(pairs: store.surviving(dataset.pairs), of: readable, options)
            : try Material(classesOf: readable, sketches: store.sketches, options)
        split = material.split
        remarks =
            [dataset.contradiction].compactMap(\.self) + store.flaws.map(DatasetFinding.init(flaw:)) + material.findings
        sampler = material.sampler
        validationPairs = material.validationPairs
        testPairs = material.testPairs
        record = try DatasetRecord(
            dataset, readable, images: { material.images(of: $0, in: readable) }, threads: options.threads)
        let trained = split.images(of: .training, in: readable).flatMap { $0 }
        normalization = store.normalization(of: trained)
        inputVariety = store.variety(of: trained)

        let stepsPerEpoch = max(1, material.epochPairs / max(1, options.batchPairs))
        description = RunDescription(
            name: runName, startedAt: startedAt, network: network, options: options,
            dataset: DatasetSummary(
                path: dataset.path, images: readable.items.count, classes: readable.classes.count,
                trainingClasses: split.training.count, validationClasses: split.validation.count,
                testClasses: split.test.count, brokenFiles: brokenFiles.count, splitFolders: split.folders?.names),
            stepsPerEpoch: stepsPerEpoch, totalSteps: options.duration.steps(perEpoch: stepsPerEpoch),
            totalSeconds: options.duration.seconds, testPairs: testPairs.map { PairDescription($0, in: readable) })
    }

    /// Whether a network and options go together, as far as that can be said without images.
    ///
    /// - Throws: `NetworkError` or `TrainingError`, each a sentence.
    @discardableResult
    public static func check(_ network: NetworkSpec, _ options: TrainingOptions) throws -> PairGraph {
        let graph = try PairGraph(network.comparing(by: options.loss.distance))
        try options.check(graph)
        return graph
    }

    /// Class folders, without anything listed.
    public init(
        runName: String, startedAt: String, network: NetworkSpec, options: TrainingOptions, catalog: ImageCatalog,
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        try self.init(
            runName: runName, startedAt: startedAt, network: network, options: options, dataset: ImageDataset(catalog),
            progress: progress)
    }

    /// What the weights begin with when the seed draws them.
    public var initialParameters: ParameterSet {
        graph.initialParameters(
            description.network.initialization,
            using: SeededGenerator(seed: description.options.seed).derived("initial parameters"))
    }

    /// The run before its first step, where it begins with weights that are not drawn from the seed: kept, it lets a run go on without
    /// the file that they came from.
    public var firstCheckpoint: Checkpoint? {
        start.map {
            Checkpoint(
                kind: .last, state: TrainerState(description), parameters: $0.parameters, optimizerState: ParameterSet())
        }
    }

    /// What brings training images into a batch, with the augmentation at some strength.
    func preparation(strength: Double) -> BatchPreparation {
        BatchPreparation(
            normalization: normalization, augmentation: description.options.augmentation.scaled(by: strength),
            classAugmentation: description.options.classAugmentation.scaled(by: strength),
            generator: SeededGenerator(seed: description.options.seed).derived("batches"))
    }
}

extension NetworkSpec {
    /// The same, with the distance that the loss is about; a learned similarity stays one.
    fileprivate func comparing(by distance: Distance) -> NetworkSpec {
        guard case .distance = head, let kind = Head.DistanceKind(rawValue: distance.rawValue) else { return self }
        var spec = self
        spec.head = .distance(kind)
        return spec
    }
}

extension DatasetFinding {
    /// Told once for all files that have it.
    fileprivate init(flaw: FileGroup) {
        let (files, are) = flaw.count == 1 ? ("file was", "it is") : ("files were", "they are")
        self.init(
            .information,
            "\(flaw.count) \(files) read although \(are) not as written by the book (\(flaw.reason)): \(flaw.first[0])\(flaw.count > 1 ? ", ..." : "")"
        )
    }
}

extension PairDescription {
    init(_ pair: ImagePair, in catalog: ImageCatalog) {
        self.init(left: Side(pair.left, in: catalog), right: Side(pair.right, in: catalog), same: pair.same)
    }
}

extension PairDescription.Side {
    init(_ item: Int, in catalog: ImageCatalog) {
        let item = catalog.items[item]
        self.init(file: item.file, className: catalog.classes[item.classIndex].path)
    }
}
