import Datasets
import Foundation
import Networks
import Testing

struct IDXLayoutTests {
    private func images(_ count: Int, promised: Int? = nil) -> [UInt8] {
        let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, UInt8(promised ?? count), 0, 0, 0, 2, 0, 0, 0, 3]
        return header + (0..<count * 6).map { UInt8($0) }
    }

    private func labels(_ values: [UInt8]) -> [UInt8] {
        [0, 0, 8, 1, 0, 0, 0, UInt8(values.count)] + values
    }

    private func folder(_ files: [String: [UInt8]]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, bytes) in files { try folder.write(bytes, to: name) }
        return folder
    }

    @Test func imagesAreFoundByTheirLabels() throws {
        let folder = try folder([
            "train-images-idx3-ubyte": images(4), "train-labels-idx1-ubyte": labels([7, 2, 7, 2]),
            "t10k-images.idx3-ubyte": images(2), "t10k-labels.idx1-ubyte": labels([2, 7]),
        ])
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.layout == .idx)
        #expect(dataset.catalog.classes.map(\.name) == ["2", "7"])
        #expect(dataset.catalog.classes.map(\.items.count) == [3, 3])
        let third = try #require(dataset.catalog.items.firstIndex { $0.file == "train-images-idx3-ubyte[2]" })
        #expect(dataset.catalog.items[third].classIndex == 1)
        let image = try dataset.catalog.decode(third)
        #expect(image == DecodedImage(width: 3, height: 2, channels: 1, pixels: [12, 13, 14, 15, 16, 17]))
        // Through the store, cached and not.
        for limit in [0, 1 << 20] {
            let store = try ImageStore(
                catalog: dataset.catalog, shape: .image(channels: 1, height: 2, width: 3), memoryLimit: limit)
            let planes = try store.withPlanes(of: third) { Array($0) }
            #expect(planes == image.pixels)
        }
    }

    @Test func gzipIsInflated() throws {
        // The labels 1, 0, 1, 0 and four 2 x 3 images, written by gzip.
        let folder = try folder([
            "x-images-idx3-ubyte.gz": [UInt8](try #require(Data(base64Encoded: Self.gzippedImages))),
            "x-labels-idx1-ubyte": labels([1, 0, 1, 0]),
        ])
        let dataset = try ImageDataset.open(folder.path)
        #expect(dataset.catalog.items.count == 4)
        let last = try #require(dataset.catalog.items.firstIndex { $0.file.hasSuffix("[3]") })
        #expect(try dataset.catalog.decode(last).pixels == [18, 19, 20, 21, 22, 23])
        #expect(try ImageDataset.open(folder.path + "/x-images-idx3-ubyte.gz").catalog.items.count == 4)
    }

    @Test func damagedFilesAreExplained() throws {
        let fine = labels([0, 1, 0, 1])
        let gzip = [UInt8](try #require(Data(base64Encoded: Self.gzippedImages)))
        for (file, bytes, words) in [
            ("a-images-idx3-ubyte", images(3, promised: 4), "ends too early"),
            ("a-images-idx3-ubyte", images(3), "labels for 3 images"),
            ("a-images-idx3-ubyte.gz", Array(gzip.prefix(30)), "ends too early"),
            ("a-images-idx3-ubyte.gz", [0x1F, 0x8B] + [UInt8](repeating: 7, count: 40), "cannot be inflated"),
            ("a-images-idx3-ubyte", [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12), "ends too early"),
            ("a-images-idx3-ubyte", labels([1, 2, 3, 4]), "dimensions"),
        ] {
            let folder = try folder([file: bytes, "a-labels-idx1-ubyte": fine])
            let error = #expect(throws: DatasetError.self) { try ImageDataset.open(folder.path) }
            #expect(error?.description.contains(words) == true, "\(error.map(\.description) ?? "")")
        }
        let alone = try folder(["a-images-idx3-ubyte": images(4)])
        #expect(throws: DatasetError.self) { try ImageDataset.open(alone.path) }
    }

    private static let gzippedImages = "H4sIAAAAAAACA2Ng4GBmYGBgAWImIGZmYGRiZmFlY+fg5OLm4eXjFxAUEhYRFRMHACbTkA0oAAAA"
}
