import Datasets
import Foundation
import Networks
import Testing

struct ImageCatalogTests {
    @Test func classesAreFoundAtAnyDepth() throws {
        let folder = try TemporaryFolder()
        for file in ["latin/b/2.png", "latin/b/1.png", "latin/a/1.png", "latin/a/2.png", "flat/1.png", "flat/2.png"] {
            try folder.writeImage(file)
        }
        try folder.write("about", to: "README.txt")
        try folder.write("about", to: "latin/a/notes")
        try folder.write("hidden", to: "latin/a/.3.png")
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.classes.map(\.path) == ["flat", "latin/a", "latin/b"])
        #expect(catalog.classes.map(\.groups) == [[], ["latin"], ["latin"]])
        #expect(
            catalog.items.map(\.file) == [
                "flat/1.png", "flat/2.png", "latin/a/1.png", "latin/a/2.png", "latin/b/1.png", "latin/b/2.png",
            ])
        #expect(catalog.items.map(\.classIndex) == [0, 0, 1, 1, 2, 2])
        #expect(catalog.classes.map(\.items) == [0..<2, 2..<4, 4..<6])
        #expect(catalog.broken.isEmpty)
    }

    @Test func imagesAreKnownByContentToo() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            try folder.write("P2 1 1 255 9", to: "\(name)/one")
            try folder.write("P2 1 1 255 9", to: "\(name)/two.dat")
        }
        #expect(try ImageCatalog.scan(folder.path).items.count == 4)
    }

    @Test func aClassWithOneImageIsNamed() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "lonely/1.png"] { try folder.writeImage(file) }
        let error = #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path) }
        #expect(error?.description.contains("\"lonely\"") == true)
    }

    @Test func whatHoldsNoDataSetIsExplained() throws {
        let folder = try TemporaryFolder()
        #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path + "/missing") }
        #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path) }
        try folder.writeImage("1.png")
        let flat = #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path) }
        #expect(flat?.description.contains("no class folders") == true)
        #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path + "/1.png") }
        try folder.writeImage("only/1.png")
        try folder.writeImage("only/2.png")
        let single = #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path) }
        #expect(single?.description.contains("one class") == true)
    }

    @Test func otherKindsOfImageAndPipesAreNamed() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.writeImage(file) }
        try folder.write("GIF89a", to: "b/3.gif")
        try folder.link("b/4.png", to: folder.path + "/nothing.png")
        try folder.link("b/notes", to: folder.path + "/nothing")
        // Reading a pipe that nobody writes to would never end.
        #expect(mkfifo(folder.path + "/a/pipe.png", 0o600) == 0)
        let catalog = try ImageCatalog.scan(folder.path)
        #expect(catalog.items.count == 5)
        let pipe = BrokenFile(file: "a/pipe.png", reason: "is a device or a pipe")
        let link = BrokenFile(file: "b/4.png", reason: "is a link to nothing")
        #expect(catalog.broken == [pipe, link])
        let store = try ImageStore(catalog: catalog, shape: .image(channels: 1, height: 2, width: 2))
        #expect(
            store.broken == [
                BrokenFile(file: "b/3.gif", reason: "is an image in a format that is not read (GIF); convert it to PNG or JPEG")
            ])
    }

    @Test func theTypicalChannelsAreThoseThatShowSomething() throws {
        let folder = try TemporaryFolder()
        for name in ["a/1.jpg", "a/2.jpg", "b/1.jpg"] { try folder.write(JPEGFile.grey.bytes, to: name) }
        // Stored as colour, but every pixel is grey.
        let grey = DecodedImage(width: 2, height: 1, channels: 3, pixels: [9, 9, 9, 200, 203, 199])
        try folder.write(PNGEncoder.encode(grey), to: "b/2.png")
        #expect(try ImageCatalog.scan(folder.path).typicalChannels == 1)
        try folder.write(JPEGFile.colour.bytes, to: "b/3.jpg")
        #expect(try ImageCatalog.scan(folder.path).typicalChannels == 3)
    }

    @Test func whatIsMissingIsToldApartFromWhatIsWrong() throws {
        let folder = try TemporaryFolder()
        for path in ["missing", "missing.csv"] {
            let error = #expect(throws: DatasetError.self) { try ImageDataset.open(folder.path + "/" + path) }
            #expect(error?.isMissingInput == true)
        }
        let error = #expect(throws: DatasetError.self) { try ImageDataset.open(folder.path) }
        #expect(error?.isMissingInput == false)
    }

    @Test func linksThatGoRoundEnd() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.writeImage(file) }
        try folder.link("b/again", to: folder.path)
        #expect(try ImageCatalog.scan(folder.path).items.count == 4)
    }

    @Test func removingKeepsOrderAndNamesWhatWent() throws {
        let catalog = ImageCatalog(
            root: "r",
            classes: [
                .init(groups: ["g"], name: "a", files: ["a1", "a2"]), .init(name: "b", files: ["b1"]),
                .init(name: "c", files: ["c1", "c2", "c3"]),
            ])
        let rest = catalog.removing([2: "is bad", 4: "is worse"])
        #expect(rest.items.map(\.file) == ["a1", "a2", "c1", "c3"])
        #expect(rest.classes.map(\.path) == ["g/a", "c"])
        #expect(rest.broken == [.init(file: "b1", reason: "is bad"), .init(file: "c2", reason: "is worse")])
    }
}
