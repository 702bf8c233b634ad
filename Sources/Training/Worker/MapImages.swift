import Datasets

/// The test images whose embeddings every evaluation leaves behind: as many classes as give each several images, class by class.
struct MapImages {
    /// Places in the catalogue.
    let items: [Int]

    /// What an event can hold, and a map can show.
    static let most = 320
    private static let leastOfClass = 5

    /// The test classes, or where none are held out the validation classes; of a list of pairs, what its pairs show. The first classes
    /// win where there are too many.
    init(_ setup: TrainingSetup) {
        let catalog = setup.store.catalog
        let classes = setup.split.images(of: setup.split.test.isEmpty ? .validation : .test, in: catalog)
        guard !classes.isEmpty else {
            let pairs = setup.testPairs.isEmpty ? setup.validationPairs : setup.testPairs
            items = Array(Set(pairs.flatMap { [$0.left, $0.right] }).sorted().prefix(Self.most))
            return
        }
        let shown = classes.prefix(Self.most / Self.leastOfClass)
        let ofEach = Self.most / max(1, shown.count)
        items = shown.flatMap { $0.prefix(ofEach) }
    }
}
