import Testing

@testable import Datasets

struct LayoutNamesTests {
    private func layout(_ classes: [(groups: [String], name: String)], ending: String = "png") -> DatasetLayout {
        DatasetLayout(
            naming: ImageCatalog(
                root: "r",
                classes: classes.map {
                    .init(groups: $0.groups, name: $0.name, files: ["\($0.name)/1.\(ending)", "\($0.name)/2.\(ending)"])
                }))
    }

    @Test func classFoldersAreToldApartByName() {
        #expect(layout([(["Greek"], "character01"), (["Latin"], "character12")]) == .omniglot)
        #expect(layout([([], "character01"), ([], "character12")]) == .classFolders)
        #expect(layout([([], "s1"), ([], "s40")], ending: "pgm") == .orl)
        #expect(layout([([], "s1"), ([], "s40")]) == .classFolders)
        #expect(layout([([], "cat"), ([], "s")], ending: "pgm") == .classFolders)
    }
}

@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
struct SharedLayoutsTests {
    @Test(arguments: [
        ("omniglot/images_background", DatasetLayout.omniglot), ("att-faces", .orl), ("cifar10-jpeg", .classFolders),
        ("pairs-jpeg", .pairFolders),
    ])
    func realDataSetsAreRecognised(folder: String, layout: DatasetLayout) throws {
        let dataset = try ImageDataset.open(SharedData.path(folder))
        #expect(dataset.layout == layout)
        #expect(dataset.pairs.count == (layout == .pairFolders ? 120 : 0))
        #expect(dataset.catalog.broken.isEmpty)
    }
}
