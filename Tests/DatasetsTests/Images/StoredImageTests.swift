import Foundation
import Testing

@testable import Datasets

/// Every image of every layout is found by its path alone, as screens and `compare` ask for it, and is what the catalogue says.
struct StoredImageTests {
    private func check(_ dataset: ImageDataset, _ location: SourceLocation = #_sourceLocation) throws {
        let catalog = dataset.catalog
        let contents = catalog.contents(of: Array(catalog.items.indices), threads: 1)
        for place in catalog.items.indices {
            let path = catalog.root + "/" + catalog.items[place].file
            #expect(try ImageDecoder.decode(contentsOf: path).pixels == catalog.decode(place).pixels, sourceLocation: location)
            #expect(try ImageContent(contentsOf: path) == contents[place], sourceLocation: location)
        }
    }

    @Test func recordsOfAFile() throws {
        let folder = try TemporaryFolder()
        let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8]
        try folder.write(images, to: "train-images-idx3-ubyte")
        try folder.write([0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 0, 1] as [UInt8], to: "train-labels-idx1-ubyte")
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.catalog.items.count == 4)
        try check(dataset)
        for part in ["[4]", "[-1]", "[x]", "[]", "[1,2]"] {
            #expect(throws: DatasetError.self) {
                try ImageDecoder.decode(contentsOf: folder.path + "/train-images-idx3-ubyte" + part)
            }
        }
    }

    @Test func boxesOfAnImage() throws {
        let folder = try TemporaryFolder()
        for (number, name) in ["a", "b"].enumerated() {
            let pixels = (0..<200).map { UInt8(($0 * 7 + number) % 251) }
            let png = try PNGEncoder.encode(DecodedImage(width: 20, height: 10, channels: 1, pixels: pixels))
            try folder.write(png, to: "JPEGImages/\(name).png")
            let objects = [("cat", 1), ("dog", 8)].map { label, left in
                "<object><name>\(label)</name><bndbox><xmin>\(left)</xmin><ymin>2</ymin><xmax>\(left + 5)</xmax><ymax>8</ymax></bndbox></object>"
            }
            try folder.write(
                "<annotation><filename>\(name).png</filename>\(objects.joined())</annotation>", to: "Annotations/\(name).xml")
        }
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .pascalVOC && dataset.catalog.items.count == 4)
        try check(dataset)
    }

    @Test func aFileThatIsCalledLikeAPartIsThatFile() throws {
        let folder = try TemporaryFolder()
        try folder.writeImage("a[1].png", value: 9)
        try folder.writeImage("a[1]", value: 5)
        #expect(try ImageDecoder.decode(contentsOf: folder.path + "/a[1]").pixels.first == 5)
        #expect(try ImageDecoder.decode(contentsOf: folder.path + "/a[1].png").pixels.first == 9)
    }
}
