import Datasets
import Networks

/// What a run learns from and is judged by: a split, batches, and fixed pairs of what is held out.
struct Material {
    let split: ClassSplit
    let sampler: any BatchSampling
    let validationPairs: [ImagePair]
    let testPairs: [ImagePair]
    /// Pairs that make an epoch: as many as there are training images, or listed pairs.
    let epochPairs: Int
    /// What is likely to be wrong with the images.
    let findings: [DatasetFinding]
    /// Where listed pairs were split: those that are trained on.
    let trainingPairs: [ImagePair]?

    /// Classes are split, and pairs drawn from them.
    /// - Throws: `DatasetError` where an image is in training and in the test: figures would be wrong for certain.
    init(classesOf catalog: ImageCatalog, sketches: [PictureSketch?], _ options: TrainingOptions) throws {
        let generator = SeededGenerator(seed: options.seed)
        let review = DatasetReview(catalog, sketches: sketches, threads: options.threads)
        let copies = review.copies.areMost(of: catalog) ? ImageCopies.none : review.copies
        split = try options.split.split(catalog, seed: options.seed, copies: copies)
        findings = review.findings(for: split)
        if let error = findings.first(where: { $0.severity == .error }) { throw DatasetError(error.message) }
        func pairs(_ images: [[Int]], _ name: String) throws -> PairSampler {
            try PairSampler(catalog: catalog, images: images, generator: generator.derived(name))
        }
        let images = split.images(of: .training, in: catalog)
        let training = try pairs(images, "training pairs")
        switch options.sampling {
        case .pairs(let count): sampler = PairBatches(training, count: count, views: options.views)
        case .triplets(let count): sampler = TripletBatches(training, count: count)
        case .classes(let classes, let imagesOfEach, let groups):
            sampler = try ClassBatches(
                catalog: catalog, images: images, classesPerBatch: classes, imagesPerClass: imagesOfEach,
                groupsPerBatch: groups, views: options.views, generator: generator.derived("training classes"))
        }
        validationPairs = try pairs(split.images(of: .validation, in: catalog), "validation pairs")
            .fixedPairs(count: TrainingSetup.validationPairCount)
        testPairs =
            split.test.isEmpty
            ? []
            : try pairs(split.images(of: .test, in: catalog), "test pairs").fixedPairs(count: TrainingSetup.testPairCount)
        epochPairs = images.map(\.count).reduce(0, +)
        trainingPairs = nil
    }

    /// Listed pairs are split, and trained on as they are.
    init(pairs: [ImagePair], of catalog: ImageCatalog, _ options: TrainingOptions) throws {
        guard case .pairs(let count) = options.sampling else {
            throw TrainingError("a list of pairs knows no classes to draw from; train on its pairs with `--sampler pairs`")
        }
        guard options.views == .upright else {
            throw TrainingError(
                "views as classes of their own need classes, but the data set is a list of pairs; leave `--views` out")
        }
        guard options.classAugmentation == .none else {
            throw TrainingError(
                "classAugmentation makes new classes of those of a data set, but this one is a list of pairs; leave it out of the configuration"
            )
        }
        guard options.split.unit != .groups, options.split.lists == nil else {
            throw TrainingError(
                "a list of pairs knows no classes to split by; leave `\(options.split.lists == nil ? "--split-by" : "--split-lists")` out"
            )
        }
        let parts = try PairSplit(
            pairs, validation: options.split.validation, test: options.split.test, seed: options.seed)
        split = ClassSplit(training: Array(catalog.classes.indices), validation: [], test: [])
        sampler = try ListedPairBatches(
            parts.training, count: count, generator: SeededGenerator(seed: options.seed).derived("training pairs"))
        validationPairs = parts.validation
        testPairs = parts.test
        epochPairs = parts.training.count
        findings = []
        trainingPairs = parts.training
    }

    /// The images of a part, class by class; those of listed pairs may be in several.
    func images(of part: ClassSplit.Part, in catalog: ImageCatalog) -> [[Int]] {
        guard let trainingPairs else { return split.images(of: part, in: catalog) }
        let pairs =
            switch part {
            case .training: trainingPairs
            case .validation: validationPairs
            case .test: testPairs
            }
        let places = Set(pairs.flatMap { [$0.left, $0.right] }).sorted()
        return Dictionary(grouping: places) { catalog.items[$0].classIndex }.sorted { $0.key < $1.key }.map(\.value)
    }
}
