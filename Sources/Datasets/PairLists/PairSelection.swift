import Networks

/// Genuine and impostor pairs for every class, none of them twice.
public struct PairSelection: Sendable {
    public let pairs: [ImagePair]

    /// - Parameter perClass: genuine pairs of each class, and as many impostor pairs of one of its images with one of another class.
    ///   A class of n images has n (n - 1) / 2 genuine pairs; where that is less, there are as many of both.
    public init(_ catalog: ImageCatalog, perClass: Int, seed: UInt64) throws {
        guard perClass > 0 else { throw DatasetError("pairs are made for at least 1 a class") }
        guard catalog.classes.count > 1 else { throw DatasetError("impostor pairs need images of at least two classes") }
        var generator = SeededGenerator(seed: seed).derived("pair selection")
        var pairs: [ImagePair] = []
        var seen: Set<Set<Int>> = []
        for (index, info) in catalog.classes.enumerated() {
            let items = info.items
            let genuine = Self.genuine(items, perClass, &generator)
            pairs += genuine
            var (count, triesLeft) = (0, 50 * perClass)
            while count < genuine.count, triesLeft > 0 {
                triesLeft -= 1
                let other = generator.index(below: catalog.classes.count - 1)
                let others = catalog.classes[other < index ? other : other + 1].items
                let left = items.lowerBound + generator.index(below: items.count)
                let right = others.lowerBound + generator.index(below: others.count)
                guard seen.insert([left, right]).inserted else { continue }
                pairs.append(ImagePair(left: left, right: right, same: false))
                count += 1
            }
        }
        self.pairs = pairs
    }

    private static func genuine(_ items: Range<Int>, _ count: Int, _ generator: inout SeededGenerator) -> [ImagePair] {
        let total = items.count * (items.count - 1) / 2
        return generator.distinctIndices(min(count, total), below: total).map { number in
            let (left, right) = TriangularNumber.pair(number)
            return ImagePair(left: items.lowerBound + left, right: items.lowerBound + right, same: true)
        }
    }
}
