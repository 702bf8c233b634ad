import Datasets

/// The images whose embeddings every evaluation leaves behind, class by class: as many classes as give each several images, so that a
/// map has clouds and an episode has something to match.
struct MapImages {
    /// Places in the catalogue.
    let items: [Int]

    /// What an event can hold, and a map can show.
    static let most = 320
    private static let leastOfClass = 5

    /// - Parameter candidates: places in the catalogue; classes of many of them win.
    init(among candidates: [Int], of catalog: ImageCatalog) {
        let byClass = Dictionary(grouping: candidates) { catalog.items[$0].classIndex }
        let largest = byClass.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(Self.most / Self.leastOfClass)
        var ofEach = Self.most / max(1, largest.count)
        // What small classes leave goes to the others.
        while largest.reduce(0, { $0 + min($1.value.count, ofEach + 1) }) <= Self.most,
            largest.contains(where: { $0.value.count > ofEach })
        {
            ofEach += 1
        }
        items = largest.sorted { $0.key < $1.key }.flatMap { $0.value.sorted().prefix(ofEach) }
    }
}
