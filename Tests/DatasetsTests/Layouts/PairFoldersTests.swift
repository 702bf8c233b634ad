import Datasets
import Networks
import Testing

struct PairFoldersTests {
    @Test func theWordsSayWhatIsGenuine() throws {
        let folder = try TemporaryFolder()
        for index in [0, 1, 10] {
            for half in ["first", "second"] {
                try folder.writeImage("similar_all_images/similar_\(index)_\(half).png", value: UInt8(index))
                try folder.writeImage("dissimilar_all_images/dissimilar_\(index)_\(half).png", value: UInt8(100 + index))
            }
        }
        try folder.writeImage("similar_all_images/similar_7_first.png")
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .pairFolders)
        #expect(dataset.pairs.count == 6 && dataset.pairs.count { $0.same } == 3)
        for pair in dataset.pairs {
            let (left, right) = (dataset.catalog.items[pair.left].file, dataset.catalog.items[pair.right].file)
            #expect(left.replacing("first", with: "second") == right)
            #expect(left.contains("/similar_") == pair.same)
        }
        #expect(dataset.catalog.classes.count == 3 + 6)
        #expect(dataset.catalog.broken == [.init(file: "similar_all_images/similar_7_first.png", reason: "has no other half")])
    }

    @Test func pairsWithBrokenImagesAreLeftOut() throws {
        let folder = try TemporaryFolder()
        for kind in ["similar", "dissimilar"] {
            for index in 0..<3 {
                for half in ["first", "second"] {
                    try folder.writeImage("\(kind)/\(kind)_\(index)_\(half).png", value: UInt8(index))
                }
            }
        }
        try folder.write("broken", to: "similar/similar_1_second.png")
        let dataset = try ImageDataset.open(folder.path)
        let store = try ImageStore(catalog: dataset.catalog, shape: .image(channels: 1, height: 2, width: 2))
        let pairs = store.surviving(dataset.pairs)
        #expect(pairs.count == 5 && pairs.count { $0.same } == 2)
        let before = dataset.pairs.filter { !dataset.catalog.items[$0.left].file.contains("similar_1_") || !$0.same }
        for (pair, old) in zip(pairs, before) {
            #expect(store.catalog.items[pair.left].file == dataset.catalog.items[old.left].file)
            #expect(store.catalog.items[pair.right].file == dataset.catalog.items[old.right].file)
        }
    }
}
