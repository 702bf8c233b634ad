import Networks

/// Every pair that a catalogue's images can make, each once; where there are too many, some of them, each as likely as any other.
///
/// For judging a network. A few thousand drawn pairs would leave out what a small set of images still has to say.
public struct EveryPair: Sendable {
    private let catalog: ImageCatalog
    /// Genuine pairs of the classes up to each, so that a number names a pair.
    private let genuineBefore: [Int]

    public init(_ catalog: ImageCatalog) {
        self.catalog = catalog
        genuineBefore = catalog.classes.reduce(into: [0]) { sums, info in
            sums.append(sums[sums.count - 1] + info.items.count * (info.items.count - 1) / 2)
        }
    }

    public var genuineCount: Int { genuineBefore[catalog.classes.count] }
    public var impostorCount: Int { catalog.items.count * (catalog.items.count - 1) / 2 - genuineCount }

    /// Genuine pairs, then impostor pairs.
    ///
    /// - Parameter limit: at most so many of each kind.
    public func pairs(atMost limit: Int, using generator: inout SeededGenerator) -> [ImagePair] {
        let genuine = numbers(limit, below: genuineCount, &generator).map(genuine)
        return genuine + impostors(atMost: limit, &generator)
    }

    /// Pairs of all images are numbered; where the genuine ones among them would be met too often, all are listed instead.
    private func impostors(atMost limit: Int, _ generator: inout SeededGenerator) -> [ImagePair] {
        let total = genuineCount + impostorCount
        func pair(_ number: Int) -> ImagePair? {
            let (left, right) = TriangularNumber.pair(number)
            return catalog.items[left].classIndex == catalog.items[right].classIndex
                ? nil : ImagePair(left: left, right: right, same: false)
        }
        guard impostorCount > 2 * limit else {
            let all = (0..<total).compactMap(pair)
            return numbers(limit, below: all.count, &generator).map { all[$0] }
        }
        var seen: Set<Int> = []
        var pairs: [ImagePair] = []
        while pairs.count < limit {
            let number = generator.index(below: total)
            guard seen.insert(number).inserted, let pair = pair(number) else { continue }
            pairs.append(pair)
        }
        return pairs
    }

    private func genuine(_ number: Int) -> ImagePair {
        var (low, high) = (0, catalog.classes.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if genuineBefore[middle] <= number { low = middle } else { high = middle - 1 }
        }
        let first = catalog.classes[low].items.lowerBound
        let (left, right) = TriangularNumber.pair(number - genuineBefore[low])
        return ImagePair(left: first + left, right: first + right, same: true)
    }

    /// All numbers, or some of them in ascending order (Floyd's sampling; Bentley, Floyd 1987).
    private func numbers(_ limit: Int, below total: Int, _ generator: inout SeededGenerator) -> [Int] {
        guard total > limit else { return Array(0..<total) }
        var chosen: Set<Int> = []
        for last in total - limit..<total {
            let number = generator.index(below: last + 1)
            if !chosen.insert(number).inserted { chosen.insert(last) }
        }
        return chosen.sorted()
    }
}

/// The pairs (0, 1), (0, 2), (1, 2), (0, 3), ... by number.
enum TriangularNumber {
    static func pair(_ number: Int) -> (left: Int, right: Int) {
        var right = Int(((8 * Double(number) + 1).squareRoot() + 1) / 2)
        // The root is rounded; the right answer is next to it.
        while right * (right - 1) / 2 > number { right -= 1 }
        while (right + 1) * right / 2 <= number { right += 1 }
        return (number - right * (right - 1) / 2, right)
    }
}
