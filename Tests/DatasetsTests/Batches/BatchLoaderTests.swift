import Datasets
import Networks
import Testing

struct BatchLoaderTests {
    private struct Fixture {
        let folder: TemporaryFolder
        let store: ImageStore
        let batches: PairBatches
        let normalization: PixelNormalization

        init(memoryLimit: Int = 1 << 20) throws {
            folder = try TemporaryFolder()
            for label in 0..<4 {
                for index in 0..<3 { try folder.writeImage("c\(label)/\(index).png", value: UInt8(label * 50 + index)) }
            }
            let catalog = try ImageCatalog.scan(folder.path)
            store = try ImageStore(catalog: catalog, shape: .image(channels: 1, height: 3, width: 3), memoryLimit: memoryLimit)
            batches = PairBatches(
                try PairSampler(catalog: catalog, classes: [0, 1, 2, 3], generator: SeededGenerator(seed: 4)), count: 6)
            normalization = store.normalization(ofClasses: [0, 1, 2, 3])
        }

        func direct(_ step: Int) throws -> Batch {
            var batch = Batch()
            try store.fill(&batch, with: batches.plan(step: step), BatchPreparation(normalization: normalization))
            return batch
        }

        func loader(depth: Int) -> BatchLoader {
            BatchLoader(
                store: store, sampler: batches, preparation: BatchPreparation(normalization: normalization), depth: depth)
        }
    }

    @Test func aBatchHoldsTheLeftImagesThenTheRightOnes() throws {
        let fixture = try Fixture()
        let batch = try fixture.direct(3)
        let pairs = fixture.batches.sampler.pairs(step: 3, count: 6)
        #expect(batch.images.count == 12 * 9)
        #expect(batch.same == pairs.map(\.same))
        for (place, item) in (pairs.map(\.left) + pairs.map(\.right)).enumerated() {
            let grey = Float(item / 3 * 50 + item % 3) / 255
            let expected = (grey - fixture.normalization.mean[0]) / fixture.normalization.deviation[0]
            #expect(batch.images[place * 9..<(place + 1) * 9].allSatisfy { abs($0 - expected) < 1e-4 })
        }
    }

    @Test func writtenImagesAreThoseOfABatch() throws {
        let fixture = try Fixture()
        let items = fixture.batches.plan(step: 2).items
        var values = [Float](repeating: -7, count: 13 * 9)
        try fixture.store.write(items, into: &values, normalization: fixture.normalization)
        #expect(try Array(values.prefix(108)) == fixture.direct(2).images)
        #expect(values.suffix(9).allSatisfy { $0 == -7 })
    }

    @Test(arguments: [1, 2, 5], [0, 1 << 20])
    func prefetchedEqualsDirect(depth: Int, memoryLimit: Int) throws {
        let fixture = try Fixture(memoryLimit: memoryLimit)
        let loader = fixture.loader(depth: depth)
        // In line, jumping ahead, back, and the same again.
        for step in [1, 2, 3, 4, 9, 10, 5, 5, 6, 100, 101] {
            let (batch, waited) = try loader.next(step: step)
            let expected = try fixture.direct(step)
            #expect(waited >= 0)
            #expect(batch.images == expected.images && batch.same == expected.same, "step \(step)")
        }
    }

    @Test func aBatchThatIsKeptDoesNotChange() throws {
        let fixture = try Fixture()
        let loader = fixture.loader(depth: 2)
        let kept = try (1...8).map { try loader.next(step: $0).batch }
        for (index, batch) in kept.enumerated() { #expect(try batch.images == fixture.direct(index + 1).images) }
    }

    @Test func aVanishedDataSetIsASentenceAndCanBeTriedAgain() throws {
        let fixture = try Fixture(memoryLimit: 0)
        let loader = fixture.loader(depth: 2)
        try fixture.folder.rename("c1", to: "elsewhere")
        #expect(throws: DatasetError.self) { for step in 1...6 { _ = try loader.next(step: step) } }
        try fixture.folder.rename("elsewhere", to: "c1")
        // What was prepared meanwhile may have failed too; asking again succeeds.
        for step in 1...6 {
            var batch = try? loader.next(step: step).batch
            if batch == nil { batch = try loader.next(step: step).batch }
            #expect(try batch?.images == fixture.direct(step).images)
        }
    }
}
