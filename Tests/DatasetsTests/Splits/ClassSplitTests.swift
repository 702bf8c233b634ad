import Datasets
import Foundation
import Testing

struct ClassSplitTests {
    private func catalog(_ count: Int) -> ImageCatalog {
        ImageCatalog.ofSizes(Array(repeating: 2, count: count))
    }

    @Test(arguments: [6, 7, 10, 30, 964])
    func everyClassIsInOnePart(count: Int) throws {
        let split = try ClassSplit(catalog: catalog(count), validation: 0.2, test: 0.2, seed: 5)
        #expect((split.training + split.validation + split.test).sorted() == Array(0..<count))
        #expect(min(split.training.count, split.validation.count, split.test.count) >= 2)
        let fifth = max(2, Int((Double(count) / 5).rounded()))
        #expect(split.validation.count == fifth && split.test.count == fifth)
    }

    @Test func theSeedDecides() throws {
        let one = try ClassSplit(catalog: catalog(40), seed: 1)
        #expect(try one == ClassSplit(catalog: catalog(40), seed: 1))
        #expect(try one != ClassSplit(catalog: catalog(40), seed: 2))
    }

    @Test func aPartMayBeLeftOut() throws {
        let split = try ClassSplit(catalog: catalog(4), validation: 0.5, test: 0, seed: 1)
        #expect(split.test.isEmpty && split.validation.count == 2 && split.training.count == 2)
    }

    @Test func largeSharesLeaveTrainingTwoClasses() throws {
        let split = try ClassSplit(catalog: catalog(6), validation: 0.45, test: 0.5, seed: 1)
        #expect(split.training.count == 2 && split.validation.count == 2 && split.test.count == 2)
    }

    @Test(arguments: [(5, 0.2, 0.2), (3, 0.2, 0.0), (20, 0.6, 0.5), (20, -0.1, 0.2), (20, 1.0, 0.0)])
    func impossibleSharesAreRefused(count: Int, validation: Double, test: Double) {
        #expect(throws: DatasetError.self) {
            try ClassSplit(catalog: catalog(count), validation: validation, test: test, seed: 1)
        }
    }

    @Test func survivesJSON() throws {
        let split = try ClassSplit(catalog: catalog(12), seed: 9)
        #expect(try JSONDecoder().decode(ClassSplit.self, from: JSONEncoder().encode(split)) == split)
    }

    @Test func groupsStayTogether() throws {
        let catalog = ImageCatalog.grouped([[2, 2], [2, 2, 2], [2, 2], [2, 2, 2, 2], [2, 2]])
        let split = try ClassSplit(catalog: catalog, by: .groups, validation: 0.2, test: 0.2, seed: 3)
        let groups = [split.training, split.validation, split.test].map { Set($0.map { catalog.classes[$0].groups }) }
        #expect(groups.map(\.count) == [3, 1, 1])
        #expect(
            groups[0].isDisjoint(with: groups[1]) && groups[0].isDisjoint(with: groups[2])
                && groups[1].isDisjoint(with: groups[2]))
        #expect((split.training + split.validation + split.test).sorted() == Array(0..<13))
    }

    @Test func groupsThatCannotBeSplitAreRefused() {
        #expect(throws: DatasetError.self) {
            try ClassSplit(catalog: ImageCatalog.grouped([[2, 2], [2, 2]]), by: .groups, seed: 1)
        }
        #expect(throws: DatasetError.self) {
            try ClassSplit(catalog: ImageCatalog.grouped([[2], [2], [2]]), by: .groups, seed: 1)
        }
    }
}
