import Datasets

/// The test images whose embeddings every evaluation leaves behind: as many classes as give each several images, class by class.
struct MapImages {
    /// Places in the catalogue.
    let items: [Int]

    /// What an event can hold, and a map can show.
    static let most = 320
    private static let leastOfClass = 5

    /// - Parameter classes: places in the catalogue; the first ones win where there are too many.
    init(_ catalog: ImageCatalog, classes: [Int]) {
        let shown = classes.prefix(Self.most / Self.leastOfClass)
        let ofEach = Self.most / max(1, shown.count)
        items = shown.sorted().flatMap { catalog.classes[$0].items.prefix(ofEach) }
    }
}
