import Datasets
import Networks
import Testing

struct ClassBatchesTests {
    private let catalog = ImageCatalog.grouped([[5, 5, 5, 1], [5, 5], [9, 9, 2, 9, 9, 9]])

    private func batches(
        _ classesPerBatch: Int, _ imagesPerClass: Int, groups: Int? = nil, views: ViewClasses = .upright, classes: [Int]? = nil
    ) throws -> ClassBatches {
        try ClassBatches(
            catalog: catalog, images: (classes ?? Array(catalog.classes.indices)).map { Array(catalog.classes[$0].items) },
            classesPerBatch: classesPerBatch,
            imagesPerClass: imagesPerClass, groupsPerBatch: groups, views: views, generator: SeededGenerator(seed: 2))
    }

    @Test(arguments: [nil, 1, 2, 3], ViewClasses.allCases)
    func everyBatchHasPClassesOfKImages(groups: Int?, views: ViewClasses) throws {
        let batches = try batches(5, 3, groups: groups, views: views)
        for step in 1...40 {
            let plan = batches.plan(step: step)
            #expect(plan.items.count == 15)
            #expect(plan.views.count == (views == .upright ? 0 : 15))
            let byLabel = Dictionary(grouping: plan.items.indices) { plan.labels[$0] }
            #expect(byLabel.count == 5 && byLabel.values.allSatisfy { $0.count == 3 })
            for (label, places) in byLabel {
                let classIndex = label / views.count
                #expect(places.allSatisfy { catalog.items[plan.items[$0]].classIndex == classIndex })
                if !plan.views.isEmpty { #expect(places.allSatisfy { plan.views[$0] == views.all[label % views.count] }) }
                let size = catalog.classes[classIndex].items.count
                #expect(Set(places.map { plan.items[$0] }).count == min(3, size))
                #expect(size > 1)
            }
        }
    }

    @Test func aBatchStaysInItsGroups() throws {
        for step in 1...30 {
            let plan = try batches(2, 2, groups: 1).plan(step: step)
            #expect(Set(plan.items.map { catalog.classes[catalog.items[$0].classIndex].groups }).count == 1)
            let two = try batches(4, 2, groups: 2).plan(step: step)
            #expect(Set(two.items.map { catalog.classes[catalog.items[$0].classIndex].groups }).count == 2)
        }
    }

    @Test func smallGroupsAreFilledUp() throws {
        // Eleven classes have two images or more; every batch needs nearly all of them.
        #expect(Set(try batches(11, 2, groups: 1).plan(step: 1).labels).count == 11)
        #expect(Set(try batches(10, 2, groups: 5).plan(step: 1).labels).count == 10)
    }

    @Test func aWholeGroupIsInOneView() throws {
        for step in 1...20 {
            let plan = try batches(3, 2, groups: 1, views: .rotationsAndMirrors, classes: [6, 7, 8, 9, 10, 11]).plan(step: step)
            #expect(Set(plan.views).count == 1)
        }
    }

    @Test func theStepDecides() throws {
        let one = try batches(4, 2, groups: 2, views: .rotations)
        #expect(one.plan(step: 9) == (try batches(4, 2, groups: 2, views: .rotations)).plan(step: 9))
        #expect(one.plan(step: 9) != one.plan(step: 10))
    }

    @Test func impossibleBatchesAreRefused() {
        #expect(throws: DatasetError.self) { try batches(12, 2) }
        #expect(throws: DatasetError.self) { try batches(1, 2) }
        #expect(throws: DatasetError.self) { try batches(4, 1) }
        #expect(throws: DatasetError.self) { try batches(4, 2, groups: 5) }
        #expect(throws: DatasetError.self) { try batches(4, 2, groups: 0) }
    }
}
