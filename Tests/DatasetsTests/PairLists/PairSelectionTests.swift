import Datasets
import Foundation
import Testing

struct PairSelectionTests {
    private let catalog = ImageCatalog.ofSizes([6, 2, 1, 9])

    @Test func everyClassHasItsPairs() throws {
        let pairs = try PairSelection(catalog, perClass: 5, seed: 1).pairs
        #expect(Set(pairs.map { Set([$0.left, $0.right]) }).count == pairs.count)
        for (index, expected) in [5, 1, 0, 5].enumerated() {
            let ofClass = pairs.filter { catalog.items[$0.left].classIndex == index }
            #expect(ofClass.count { $0.same } == expected && ofClass.count { !$0.same } == expected)
        }
        for pair in pairs {
            #expect((catalog.items[pair.left].classIndex == catalog.items[pair.right].classIndex) == pair.same)
            #expect(pair.left != pair.right)
        }
    }

    @Test func allGenuinePairsOfAClassCanBeTaken() throws {
        let pairs = try PairSelection(catalog, perClass: 1_000, seed: 1).pairs
        let counts = [0, 1, 2, 3].map { index in pairs.count { $0.same && catalog.items[$0.left].classIndex == index } }
        #expect(counts == [15, 1, 0, 36])
    }

    @Test func theSeedDecides() throws {
        let one = try PairSelection(catalog, perClass: 3, seed: 1).pairs
        #expect(try one == PairSelection(catalog, perClass: 3, seed: 1).pairs)
        #expect(try one != PairSelection(catalog, perClass: 3, seed: 2).pairs)
        #expect(throws: DatasetError.self) { try PairSelection(catalog, perClass: 0, seed: 1) }
    }
}

struct PairListWriterTests {
    private func dataset() throws -> (TemporaryFolder, ImageCatalog) {
        let folder = try TemporaryFolder()
        for file in ["in/a, b/1.png", "in/a, b/2.png", "in/c \"d\"/1.png", "in/c \"d\"/2.png"] {
            try folder.writeImage(file, value: UInt8(file.utf8.reduce(0) { $0 &+ $1 }))
        }
        try folder.write(JPEGFile.grey.bytes, to: "in/c \"d\"/3.png")
        return (folder, try ImageCatalog.scan(folder.path + "/in"))
    }

    private func pictures(_ dataset: ImageDataset) throws -> Set<[String]> {
        Set(
            try dataset.pairs.map { pair in
                let images = try [pair.left, pair.right].map { try dataset.catalog.decode($0) }
                return images.map { "\($0.width)x\($0.height) \($0.pixels[0])" } + ["\(pair.same)"]
            })
    }

    @Test(arguments: ["pairs.csv", "in/pairs.csv", "elsewhere/deep/pairs.csv"])
    func whatIsWrittenAsATableIsReadAgain(place: String) throws {
        let (folder, catalog) = try dataset()
        let pairs = try PairSelection(catalog, perClass: 2, seed: 1).pairs
        try PairListWriter(catalog, pairs).writeTable(to: folder.path + "/" + place)
        let read = try ImageDataset.open(folder.path + "/" + place)
        #expect(read.pairs.map(\.same) == pairs.map(\.same))
        #expect(read.droppedPairs == 0)
        for (pair, old) in zip(read.pairs, pairs) {
            #expect(try read.catalog.decode(pair.left) == catalog.decode(old.left))
            #expect(try read.catalog.decode(pair.right) == catalog.decode(old.right))
        }
    }

    @Test func whatIsWrittenAsFoldersIsReadAgain() throws {
        let (folder, catalog) = try dataset()
        let pairs = try PairSelection(catalog, perClass: 2, seed: 1).pairs
        let writer = PairListWriter(catalog, pairs)
        try writer.writeFolders(to: folder.path + "/out")
        let read = try ImageDataset.open(folder.path + "/out")
        #expect(read.layout == .pairFolders && read.pairs.count == pairs.count)
        #expect(read.pairs.count { $0.same } == pairs.count { $0.same })
        let written = try pictures(read)
        for pair in pairs {
            let images = try [pair.left, pair.right].map { try catalog.decode($0) }
            #expect(written.contains(images.map { "\($0.width)x\($0.height) \($0.pixels[0])" } + ["\(pair.same)"]))
        }
        // A JPEG that was called .png is called what it is.
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/out")
        #expect(names.contains { $0.hasSuffix(".jpg") })
        #expect(throws: DatasetError.self) { try writer.writeFolders(to: folder.path + "/out") }
    }
}
