import Datasets
import Networks
import Testing

struct PairSamplerTests {
    private func sampler(_ sizes: [Int], classes: [Int]? = nil, seed: UInt64 = 1) throws -> PairSampler {
        try PairSampler(
            catalog: ImageCatalog.ofSizes(sizes), classes: classes ?? Array(sizes.indices), generator: SeededGenerator(seed: seed)
        )
    }

    @Test(arguments: [2, 32, 100])
    func halfAreGenuineAndLabelsAreTrue(count: Int) throws {
        let sizes = [2, 5, 1, 9]
        let catalog = ImageCatalog.ofSizes(sizes)
        let sampler = try sampler(sizes)
        for step in 1...20 {
            let pairs = sampler.pairs(step: step, count: count)
            #expect(pairs.count == count)
            #expect(pairs.count { $0.same } == count / 2)
            for pair in pairs {
                #expect((catalog.items[pair.left].classIndex == catalog.items[pair.right].classIndex) == pair.same)
                #expect(pair.left != pair.right)
            }
        }
    }

    @Test func oddCountsAreBalancedOverSteps() throws {
        let sampler = try sampler([3, 3, 3])
        let genuine = (1...10).reduce(0) { $0 + sampler.pairs(step: $1, count: 7).count { $0.same } }
        #expect(genuine == 35)
    }

    @Test func onlyTheClassesGivenAreUsed() throws {
        let catalog = ImageCatalog.ofSizes([4, 4, 4, 4, 4])
        let sampler = try sampler([4, 4, 4, 4, 4], classes: [1, 3])
        let used = Set(sampler.pairs(step: 1, count: 500).flatMap { [$0.left, $0.right] }.map { catalog.items[$0].classIndex })
        #expect(used == [1, 3])
    }

    @Test func aStepIsTheSameWheneverItIsDrawn() throws {
        let one = try sampler([5, 5, 5])
        let other = try sampler([5, 5, 5])
        _ = other.pairs(step: 1, count: 9)
        #expect(one.pairs(step: 7, count: 32) == other.pairs(step: 7, count: 32))
        #expect(one.pairs(step: 7, count: 32) != one.pairs(step: 8, count: 32))
        #expect(try one.pairs(step: 7, count: 32) != sampler([5, 5, 5], seed: 2).pairs(step: 7, count: 32))
    }

    @Test func everyImageAndClassTakesPart() throws {
        let pairs = try sampler([3, 3, 3, 3]).pairs(step: 1, count: 2_000)
        #expect(Set(pairs.flatMap { [$0.left, $0.right] }).count == 12)
        for label in 0..<4 {
            let share = pairs.count { $0.same && $0.left / 3 == label }
            #expect((180...320).contains(share), "a quarter of 1000, within five deviations")
        }
    }

    @Test(arguments: [10, 60, 2_000])
    func fixedPairsDoNotRepeat(count: Int) throws {
        let sampler = try sampler([20, 20, 20, 20, 20, 20, 20, 20, 20, 20])
        let pairs = sampler.fixedPairs(count: count)
        #expect(Set(pairs.map { Set([$0.left, $0.right]) }).count == count)
        #expect(pairs.count { $0.same } == count / 2)
        #expect(pairs == sampler.fixedPairs(count: count))
    }

    @Test func fewPairsRepeatEvenly() throws {
        // Two classes of two images: 2 genuine and 4 impostor pairs exist.
        let pairs = try sampler([2, 2]).fixedPairs(count: 16)
        #expect(pairs.count == 16)
        #expect(Set(pairs.filter(\.same)).count == 2)
        #expect(Set(pairs.filter { !$0.same }).count == 4)
    }

    @Test(arguments: [[4], [1, 1, 1], []])
    func withoutPairsThereIsASentence(sizes: [Int]) {
        #expect(throws: DatasetError.self) { try sampler(sizes) }
    }
}
