import Foundation
import Testing

@testable import Datasets

/// A data set of a stranger must not lead through the whole disk.
struct OutwardLinksTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["data/a", "data/b", "elsewhere/c", "data-of-others/d"] {
            for file in ["1.png", "2.png"] { try folder.writeImage("\(name)/\(file)") }
        }
    }

    @Test(arguments: ["../elsewhere", "../elsewhere/c", "..", "/", "../data-of-others"])
    func aFolderOutsideIsNotFollowed(target: String) throws {
        try folder.link("data/link", to: target)
        let catalog = try ImageCatalog.scan(folder.path + "/data")
        #expect(catalog.classes.map(\.path) == ["a", "b"])
        #expect(catalog.broken.map(\.file) == ["link"])
        #expect(catalog.broken.first?.reason.contains("outside of the data set") == true)
    }

    @Test func anImageOutsideIsNotFollowed() throws {
        try folder.link("data/b/3.png", to: "../../elsewhere/c/1.png")
        let catalog = try ImageCatalog.scan(folder.path + "/data")
        #expect(catalog.items.count == 4)
        #expect(catalog.broken.map(\.file) == ["b/3.png"])
        #expect(catalog.broken.first?.reason.contains("outside of the data set") == true)
    }

    @Test func aFolderOfNothingElseSaysWhy() throws {
        try folder.write("links", to: "links/about")
        try folder.link("links/c", to: "../elsewhere/c")
        let error = #expect(throws: DatasetError.self) { try ImageCatalog.scan(folder.path + "/links") }
        #expect(error?.description.contains("not followed") == true)
    }

    @Test func whatIsLeftOutOfAFolderIsNamedForEveryUse() throws {
        try folder.link("data/link", to: "../elsewhere")
        try folder.link("data/a/3.png", to: "nowhere")
        try folder.link("data/a/notes", to: "nowhere")
        #expect(mkfifo(folder.path + "/data/a/4.png", 0o600) == 0)
        #expect(mkfifo(folder.path + "/data/a/pipe", 0o600) == 0)
        let root = folder.path + "/data"
        for (catalog, prefix) in try [
            (ImageCatalog.scan(root), ""), (ImageCatalog.examples(in: root), ""), (ImageCatalog.images(at: [root]), root + "/"),
        ] {
            #expect(catalog.items.count == 4)
            #expect(Set(catalog.broken.map(\.file)) == Set(["link", "a/3.png", "a/4.png"].map { prefix + $0 }))
        }
        let error = #expect(throws: DatasetError.self) { try ImageCatalog.images(at: [root + "/a/pipe"]) }
        #expect(error?.description.contains("a device or a pipe") == true)
    }

    @Test func theRootItselfAndWhatLiesInItMayBeLinks() throws {
        try folder.link("root", to: "data")
        try folder.link("data/again", to: "a")
        try folder.link("data/b/3.png", to: "../a/1.png")
        try folder.link("data/circle", to: ".")
        let catalog = try ImageCatalog.scan(folder.path + "/root")
        #expect(catalog.classes.map(\.path) == ["a", "b"])
        #expect(catalog.items.count == 5 && catalog.broken.isEmpty)
    }
}
