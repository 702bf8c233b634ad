import Datasets
import Networks
import Testing

struct PascalVOCTests {
    private func annotation(_ file: String, _ objects: [(String, String)]) -> String {
        let parts = objects.map { "<object>\n<name>\($0.0)</name><bndbox>\($0.1)</bndbox></object>" }.joined()
        return
            "<?xml version=\"1.0\"?>\n<!-- <object> --><annotation verified='no'><filename>\(file)</filename>\(parts)</annotation>\n"
    }

    private func box(_ x: Int, _ y: Int, _ right: Int, _ bottom: Int) -> String {
        "<xmax>\(right)</xmax><xmin>\(x)</xmin><ymin>\(y)</ymin><ymax>\(bottom).0</ymax>"
    }

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let pixels = (0..<40).map { UInt8($0) }
        try folder.write(
            PNGEncoder.encode(DecodedImage(width: 8, height: 5, channels: 1, pixels: pixels)), to: "JPEGImages/1.png")
        return folder
    }

    @Test func everyBoxIsAnImageOfItsClass() throws {
        let folder = try folder()
        try folder.write(
            annotation("1.png", [("dog", box(1, 1, 8, 5)), ("cat &amp; co", box(3, 2, 4, 4)), ("dog", box(8, 5, 8, 5))]),
            to: "Annotations/1.xml")
        try folder.write("<notes><a/></notes>", to: "Annotations/notes.xml")
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .pascalVOC)
        #expect(dataset.catalog.classes.map(\.name) == ["cat & co", "dog"])
        let images = try dataset.catalog.items.indices.map { try dataset.catalog.decode($0) }
        #expect(images[0] == DecodedImage(width: 2, height: 3, channels: 1, pixels: [10, 11, 18, 19, 26, 27]))
        #expect(images[1].pixels == (0..<40).map { UInt8($0) })
        #expect(images[2].pixels == [39])
    }

    @Test func boxesBeyondTheImageAreCutAndThoseOutsideNamed() throws {
        let folder = try folder()
        try folder.write(
            annotation("1.png", [("dog", box(7, 0, 99, 1)), ("cat", box(1, 1, 2, 2)), ("cat", box(50, 50, 60, 60))]), to: "1.xml")
        let dataset = try ImageDataset.open(folder.path)
        let store = try ImageStore(catalog: dataset.catalog, shape: .image(channels: 1, height: 1, width: 2))
        #expect(store.catalog.items.count == 2)
        #expect(store.broken.map(\.reason.isEmpty) == [false])
        let dog = try store.withPlanes(of: 1) { Array($0) }
        #expect(dog == [6, 7])
    }

    @Test func damagedAnnotationsAreNamed() throws {
        let folder = try folder()
        try folder.write(
            annotation("1.png", [("dog", box(1, 1, 2, 2)), ("cat", box(1, 1, 2, 2)), ("", box(1, 1, 2, 2))]), to: "1.xml")
        try folder.write(annotation("missing.png", [("dog", box(1, 1, 2, 2))]), to: "2.xml")
        try folder.write("<annotation><object>", to: "3.xml")
        try folder.write("<annotation></object></annotation>", to: "4.xml")
        try folder.write(String(repeating: "<a>", count: 5_000), to: "5.xml")
        try folder.write(annotation("1.png", [("dog", box(3, 3, 2, 2))]), to: "6.xml")
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.catalog.items.count == 2)
        #expect(dataset.catalog.broken.map(\.file) == ["1.xml", "2.xml", "3.xml", "4.xml", "5.xml", "6.xml"])
    }
}
