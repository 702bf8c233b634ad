import Datasets
import Networks
import Testing

struct PairBatchesTests {
    private let catalog = ImageCatalog.ofSizes([4, 4, 4])

    @Test(arguments: ViewClasses.allCases)
    func genuinePairsShareTheirLabelAndView(views: ViewClasses) throws {
        let sampler = try PairSampler(catalog: catalog, classes: [0, 1, 2], generator: SeededGenerator(seed: 1))
        let plan = PairBatches(sampler, count: 40, views: views).plan(step: 5)
        for pair in 0..<40 {
            #expect((plan.labels[pair] == plan.labels[40 + pair]) == plan.same[pair])
            if plan.same[pair], views != .upright { #expect(plan.views[pair] == plan.views[40 + pair]) }
        }
        #expect(Set(plan.views).count == (views == .upright ? 0 : views.count))
    }
}

struct TripletBatchesTests {
    @Test func anchorPositiveNegative() throws {
        let catalog = ImageCatalog.ofSizes([2, 7, 1, 4])
        let sampler = try PairSampler(catalog: catalog, classes: [0, 1, 2, 3], generator: SeededGenerator(seed: 1))
        let plan = TripletBatches(sampler, count: 400).plan(step: 2)
        #expect(plan.items.count == 1_200)
        for index in 0..<400 {
            let (anchor, positive, negative) = (plan.items[index], plan.items[400 + index], plan.items[800 + index])
            #expect(anchor != positive)
            #expect(catalog.items[anchor].classIndex == catalog.items[positive].classIndex)
            #expect(catalog.items[anchor].classIndex != catalog.items[negative].classIndex)
        }
        let negatives = Set(plan.labels[800...])
        #expect(negatives == [0, 1, 2, 3])
    }
}

struct ListedPairBatchesTests {
    private let pairs = (0..<10).map { ImagePair(left: $0, right: $0 + 20, same: $0 % 2 == 0) }

    @Test(arguments: [1, 3, 5, 10])
    func everyRoundHasEveryPairOnce(count: Int) throws {
        let batches = try ListedPairBatches(pairs, count: count, generator: SeededGenerator(seed: 1))
        let drawn = (1...10).flatMap { step -> [Int] in
            let plan = batches.plan(step: step)
            #expect(plan.same == plan.items.prefix(count).map { $0 % 2 == 0 })
            return Array(plan.items.prefix(count))
        }
        for round in 0..<count { #expect(Set(drawn[round * 10..<(round + 1) * 10]).count == 10) }
        if count > 1 { #expect(drawn[0..<10] != drawn[10..<20]) }
    }

    @Test func batchesLongerThanTheListGoRound() throws {
        let plan = try ListedPairBatches(pairs, count: 25, generator: SeededGenerator(seed: 1)).plan(step: 3)
        #expect(plan.items.count == 50)
        #expect(Dictionary(grouping: plan.items.prefix(25)) { $0 }.values.allSatisfy { (2...3).contains($0.count) })
    }

    @Test func anEmptyListIsRefused() {
        #expect(throws: DatasetError.self) { try ListedPairBatches([], count: 2, generator: SeededGenerator(seed: 1)) }
    }
}
