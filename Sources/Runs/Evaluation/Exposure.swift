import Datasets
import MetricLearning

/// How much of what a network is judged by it was trained or chosen on. Figures on such images say little about others.
public struct Exposure: Codable, Sendable, Equatable {
    /// What is judged.
    public var classes: Int
    public var images: Int
    /// Of it, what training saw: classes with an image that is in training, and those images.
    public var trainedClasses: Int
    public var trainedImages: Int
    /// What the best checkpoint and the threshold were chosen on.
    public var validationClasses: Int
    public var validationImages: Int
    /// Further classes that only have the name of one that was trained on; their images are others.
    public var namesakes: Int

    /// - Parameters:
    ///   - catalog: what is judged.
    ///   - places: of its images, those that are; all by default.
    ///   - isOwn: whether they are of the run's own data set, where a name is the class.
    init(
        of catalog: ImageCatalog, _ places: [Int]? = nil, to record: DatasetRecord, isOwn: Bool = false, threads: Int
    ) {
        func hashes(_ classes: [DatasetRecord.Class]) -> Set<ContentHash> { Set(classes.flatMap(\.hashes)) }
        let (training, validation) = (hashes(record.training), hashes(record.validation))
        let (trainingNames, validationNames) = (Set(record.training.map(\.name)), Set(record.validation.map(\.name)))
        let places = places ?? Array(catalog.items.indices)
        let contents = catalog.contents(of: places, threads: threads)
        var all: Set<Int> = []
        var trained: Set<Int> = []
        var chosen: Set<Int> = []
        var namesakes: Set<Int> = []
        (trainedImages, validationImages) = (0, 0)
        for (place, content) in zip(places, contents) {
            let index = catalog.items[place].classIndex
            let name = catalog.classes[index].path
            all.insert(index)
            if let hash = content?.hash, training.contains(hash) {
                trainedImages += 1
                trained.insert(index)
            } else if let hash = content?.hash, validation.contains(hash) {
                validationImages += 1
                chosen.insert(index)
            }
            if trainingNames.contains(name) {
                if isOwn { trained.insert(index) } else { namesakes.insert(index) }
            } else if isOwn, validationNames.contains(name) {
                chosen.insert(index)
            }
        }
        (classes, images) = (all.count, places.count)
        trainedClasses = trained.count
        validationClasses = chosen.subtracting(trained).count
        self.namesakes = namesakes.subtracting(trained).count
    }
}
