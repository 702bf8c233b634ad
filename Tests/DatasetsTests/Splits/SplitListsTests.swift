import Datasets
import Testing

struct SplitListsTests {
    private let catalog = ImageCatalog.grouped([[2, 2], [2, 2, 2], [2, 2, 2]])

    @Test func groupsAndClassesAreFoundByName() throws {
        let split = try ClassSplit(catalog: catalog, lists: SplitLists(validation: ["g0"], test: ["g1/c0", "g1/c2"]))
        #expect(split.validation == [0, 1])
        #expect(split.test == [2, 4])
        #expect(split.training == [3, 5, 6, 7])
    }

    @Test func aFileIsRead() throws {
        let folder = try TemporaryFolder()
        try folder.write(#"{"training": ["g1"], "validation": ["g2"]}"#, to: "split.json")
        let split = try ClassSplit(catalog: catalog, lists: SplitLists(contentsOf: folder.path + "/split.json"))
        #expect(split == ClassSplit(training: [2, 3, 4], validation: [5, 6, 7], test: []))
        try folder.write("[]", to: "wrong.json")
        for file in ["wrong.json", "missing.json"] {
            #expect(throws: DatasetError.self) { try SplitLists(contentsOf: folder.path + "/" + file) }
        }
    }

    @Test(arguments: [
        SplitLists(validation: ["nobody"]), SplitLists(training: ["g0"], validation: ["g0/c1", "g1"]),
        SplitLists(training: ["g0/c0"]), SplitLists(validation: ["g0/c0"]), SplitLists(training: ["g0"], validation: ["c0"]),
        SplitLists(training: []),
    ])
    func wrongListsAreExplained(lists: SplitLists) {
        #expect(throws: DatasetError.self) { try ClassSplit(catalog: catalog, lists: lists) }
    }
}
