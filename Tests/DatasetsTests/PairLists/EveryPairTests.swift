import Datasets
import Networks
import Testing

@Suite struct EveryPairTests {
    private let catalog = ImageCatalog(
        root: "/nowhere",
        classes: [3, 1, 4, 2].enumerated().map { place, size in
            .init(name: "c\(place)", files: (0..<size).map { "c\(place)/\($0)" })
        })

    @Test func everyPairComesOnce() {
        let every = EveryPair(catalog)
        #expect(every.genuineCount == 3 + 0 + 6 + 1)
        #expect(every.impostorCount == 45 - 10)
        var generator = SeededGenerator(seed: 1)
        let pairs = every.pairs(atMost: 1000, using: &generator)
        #expect(pairs.count == 45)
        #expect(Set(pairs.map { Set([$0.left, $0.right]) }).count == 45)
        #expect(pairs.allSatisfy { $0.left != $0.right })
        #expect(pairs.allSatisfy { $0.same == (catalog.items[$0.left].classIndex == catalog.items[$0.right].classIndex) })
    }

    @Test(arguments: [4, 9, 20]) func someArePickedEvenly(limit: Int) {
        let every = EveryPair(catalog)
        var counts: [ImagePair: Int] = [:]
        for seed in 0..<400 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let pairs = every.pairs(atMost: limit, using: &generator)
            #expect(pairs.count { $0.same } == min(limit, 10))
            #expect(pairs.count { !$0.same } == limit)
            #expect(Set(pairs).count == pairs.count)
            for pair in pairs {
                counts[
                    ImagePair(left: min(pair.left, pair.right), right: max(pair.left, pair.right), same: pair.same), default: 0] +=
                    1
            }
        }
        #expect(counts.count == 45, "every pair is picked by some seed")
        let impostors = counts.filter { !$0.key.same }.map { Double($0.value) }
        let expected = 400 * Double(limit) / 35
        // Six deviations of a binomial count.
        #expect(impostors.allSatisfy { abs($0 - expected) < 6 * expected.squareRoot() })
    }

    @Test func chosenClassesKeepTheirImages() {
        let chosen = catalog.selecting(classes: [2, 0])
        #expect(chosen.classes.map(\.name) == ["c2", "c0"])
        #expect(chosen.items.map(\.file) == ["c2/0", "c2/1", "c2/2", "c2/3", "c0/0", "c0/1", "c0/2"])
        #expect(chosen.items.map(\.classIndex) == [0, 0, 0, 0, 1, 1, 1])
    }
}
