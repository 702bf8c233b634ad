import Datasets
import Foundation
import Networks
import Testing

/// A split by pair: classes are in every part, images in one.
struct ImageSplitTests {
    private static let sizes = [10, 6, 5, 1, 40, 7]
    private let catalog = ImageCatalog.ofSizes(Self.sizes)

    private func split(validation: Double = 0.2, test: Double = 0.2, seed: UInt64 = 1) throws -> ClassSplit {
        try ClassSplit(catalog: catalog, by: .pairs, validation: validation, test: test, seed: seed)
    }

    @Test func everyImageIsInOnePart() throws {
        let split = try split()
        let parts = ClassSplit.Part.allCases.map { split.images(of: $0, in: catalog) }
        #expect(parts.joined().joined().sorted() == Array(catalog.items.indices))
        #expect(parts[0].map(\.count) == [6, 2, 5, 1, 24, 3])
        #expect(parts[1].map(\.count) == [2, 2, 8, 2] && parts[2].map(\.count) == [2, 2, 8, 2])
        for (part, classes) in zip(parts, [split.training, split.validation, split.test]) {
            #expect(part.map { Set($0.map { catalog.items[$0].classIndex }) } == classes.map { [$0] })
        }
        #expect(split.fits(catalog) && !split.fits(ImageCatalog.ofSizes([10, 6, 5, 1, 30, 7])))
    }

    @Test func classesOfFewImagesStayInTraining() throws {
        let split = try split()
        #expect(split.training == Array(catalog.classes.indices) && split.validation == [0, 1, 4, 5])
        #expect(split.remark?.hasPrefix("2 classes have too few images") == true)
        let withoutTest = try self.split(test: 0)
        #expect(withoutTest.validation == [0, 1, 2, 4, 5] && withoutTest.test.isEmpty)
        #expect(withoutTest.remark?.hasPrefix("1 class has too few images") == true)
    }

    @Test func theSeedDecides() throws {
        #expect(try split() == split())
        #expect(try split() != split(seed: 2))
    }

    @Test func survivesJSON() throws {
        let split = try split()
        #expect(try JSONDecoder().decode(ClassSplit.self, from: JSONEncoder().encode(split)) == split)
    }

    @Test(arguments: [[5, 5, 5], [6, 5, 1]])
    func tooFewImagesAreExplained(sizes: [Int]) {
        let error = #expect(throws: DatasetError.self) {
            try ClassSplit(catalog: .ofSizes(sizes), by: .pairs, validation: 0.2, test: 0.2, seed: 1)
        }
        #expect(error?.description.contains("6 images") == true)
    }

    @Test func impossibleSharesAreRefused() {
        #expect(throws: DatasetError.self) { try split(validation: 0.6, test: 0.5) }
        #expect(throws: DatasetError.self) { try split(validation: -0.1) }
    }

    @Test func everySamplerStaysInItsPart() throws {
        let split = try split()
        let images = split.images(of: .training, in: catalog)
        let allowed = Set(images.joined())
        let generator = SeededGenerator(seed: 3)
        let pairs = try PairSampler(catalog: catalog, images: images, generator: generator)
        let samplers: [any BatchSampling] = [
            PairBatches(pairs, count: 8), TripletBatches(pairs, count: 8),
            try ClassBatches(catalog: catalog, images: images, classesPerBatch: 4, imagesPerClass: 3, generator: generator),
            try ClassBatches(
                catalog: catalog, images: images, classesPerBatch: 4, imagesPerClass: 3, groupsPerBatch: 1, generator: generator),
        ]
        for sampler in samplers {
            for step in 1...50 {
                let plan = sampler.plan(step: step)
                #expect(allowed.isSuperset(of: plan.items))
                #expect(zip(plan.items, plan.labels).allSatisfy { catalog.items[$0].classIndex == $1 })
            }
        }
        let held = split.images(of: .test, in: catalog)
        for pair in try PairSampler(catalog: catalog, images: held, generator: generator).fixedPairs(count: 300) {
            #expect(Set(held.joined()).isSuperset(of: [pair.left, pair.right]))
            #expect((catalog.items[pair.left].classIndex == catalog.items[pair.right].classIndex) == pair.same)
        }
    }
}
