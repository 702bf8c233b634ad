import Networks

/// Draws pairs of images, half of them genuine, half impostors: the class first, uniformly, then its images.
///
/// A pair costs O(1). What is drawn for a step depends on the generator's seed and the step only, so that a run can go on anywhere
/// without any state.
public struct PairSampler: Sendable {
    private let classes: [[Int]]
    /// Those with at least two images.
    private let genuineClasses: [[Int]]
    /// Per item: its class in the catalogue.
    private let labels: [Int]
    let generator: SeededGenerator

    /// - Parameter classes: the catalogue's classes to draw from.
    /// - Throws: `DatasetError` where no genuine or no impostor pair exists.
    public init(catalog: ImageCatalog, classes: [Int], generator: SeededGenerator) throws {
        try self.init(catalog: catalog, images: classes.map { Array(catalog.classes[$0].items) }, generator: generator)
    }

    /// - Parameter images: the images to draw from, class by class, as places in the catalogue's items.
    /// - Throws: `DatasetError` where no genuine or no impostor pair exists.
    public init(catalog: ImageCatalog, images: [[Int]], generator: SeededGenerator) throws {
        classes = images.filter { !$0.isEmpty }
        genuineClasses = classes.filter { $0.count > 1 }
        self.generator = generator
        labels = catalog.items.map(\.classIndex)
        guard classes.count > 1 else {
            throw DatasetError("impostor pairs need images of at least two classes, but there are \(classes.count) to draw from")
        }
        guard !genuineClasses.isEmpty else {
            throw DatasetError("genuine pairs need a class with at least two images, but all classes to draw from have one")
        }
    }

    /// The pairs of a step: genuine and impostor ones take turns, so half of an even count is each.
    public func pairs(step: Int, count: Int) -> [ImagePair] {
        var generator = generator.derived("pairs", step)
        return (0..<count).map { ($0 + step) % 2 == 0 ? genuine(&generator) : impostor(&generator) }
    }

    /// Pairs that stay the same over a run, for validation and test: genuine and impostor ones take turns, and none comes twice
    /// unless there are fewer different ones than asked for.
    public func fixedPairs(count: Int) -> [ImagePair] {
        var generator = generator.derived("fixed pairs")
        let genuineCount = (count + 1) / 2
        let genuinePairs = distinct(genuineCount, of: genuineTotal, &generator, draw: genuine, enumerate: allGenuine)
        let impostorPairs = distinct(count - genuineCount, of: impostorTotal, &generator, draw: impostor, enumerate: allImpostors)
        return (0..<count).map { $0 % 2 == 0 ? genuinePairs[$0 / 2] : impostorPairs[$0 / 2] }
    }

    /// The triplets of a step. The negative's class is any other class, uniformly.
    public func triplets(step: Int, count: Int) -> [ImageTriplet] {
        var generator = generator.derived("triplets", step)
        return (0..<count).map { _ in
            let pair = genuine(&generator)
            var other = classes[generator.index(below: classes.count - 1)]
            // The last class, which this draw leaves out, takes the place of the pair's own.
            if labels[other[0]] == labels[pair.left] { other = classes[classes.count - 1] }
            return ImageTriplet(
                anchor: pair.left, positive: pair.right, negative: other[generator.index(below: other.count)])
        }
    }

    /// The class of an item that was drawn.
    func label(of item: Int) -> Int { labels[item] }

    private func genuine(_ generator: inout SeededGenerator) -> ImagePair {
        let items = genuineClasses[generator.index(below: genuineClasses.count)]
        let (left, right) = generator.twoIndices(below: items.count)
        return ImagePair(left: items[left], right: items[right], same: true)
    }

    private func impostor(_ generator: inout SeededGenerator) -> ImagePair {
        let (one, other) = generator.twoIndices(below: classes.count)
        return ImagePair(
            left: classes[one][generator.index(below: classes[one].count)],
            right: classes[other][generator.index(below: classes[other].count)], same: false)
    }

    private func distinct(
        _ count: Int, of total: Int, _ generator: inout SeededGenerator, draw: (inout SeededGenerator) -> ImagePair,
        enumerate: () -> [ImagePair]
    ) -> [ImagePair] {
        guard total > 4 * count else {
            let all = enumerate().shuffled(using: &generator)
            return (0..<count).map { all[$0 % all.count] }
        }
        var seen: Set<ImagePair> = []
        var pairs: [ImagePair] = []
        // Classes of few images come up again and again; after many vain tries their pairs may repeat.
        var triesLeft = 20 * count
        while pairs.count < count {
            let pair = draw(&generator)
            let key = ImagePair(left: min(pair.left, pair.right), right: max(pair.left, pair.right), same: pair.same)
            triesLeft -= 1
            if seen.insert(key).inserted || triesLeft < 0 { pairs.append(pair) }
        }
        return pairs
    }

    private var genuineTotal: Int {
        genuineClasses.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
    }

    private var impostorTotal: Int {
        let images = classes.reduce(0) { $0 + $1.count }
        return (images * images - classes.reduce(0) { $0 + $1.count * $1.count }) / 2
    }

    private func allGenuine() -> [ImagePair] {
        genuineClasses.flatMap { items in
            items.indices.flatMap { left in
                items[(left + 1)...].map { ImagePair(left: items[left], right: $0, same: true) }
            }
        }
    }

    private func allImpostors() -> [ImagePair] {
        classes.indices.flatMap { one in
            classes[(one + 1)...].flatMap { other in
                classes[one].flatMap { left in other.map { ImagePair(left: left, right: $0, same: false) } }
            }
        }
    }
}
