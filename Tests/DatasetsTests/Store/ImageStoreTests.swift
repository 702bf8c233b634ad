import Datasets
import Networks
import Testing

struct ImageStoreTests {
    private let shape = TensorShape.image(channels: 1, height: 4, width: 5)

    /// Four classes of three images, each of its own grey: class 0 has 0, 1, 2; class 1 has 10, 11, 12; ...
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for label in 0..<4 {
            for index in 0..<3 { try folder.writeImage("c\(label)/\(index).png", value: UInt8(label * 10 + index)) }
        }
        return folder
    }

    private func greys(_ store: ImageStore) throws -> [UInt8] {
        try store.catalog.items.indices.map { item in
            try store.withPlanes(of: item) { planes in
                #expect(planes.count == store.shape.count)
                return planes[planes.count / 2]
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7])
    func everyImageIsDecoded(threads: Int) throws {
        let folder = try folder()
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: shape, threads: threads)
        #expect(try greys(store) == [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32])
        #expect(store.cachedCount == 12)
    }

    @Test(arguments: [0, 20, 20 * 5 + 7, 20 * 11])
    func beyondTheLimitImagesAreDecodedOnDemand(limit: Int) throws {
        let folder = try folder()
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: shape, memoryLimit: limit)
        #expect(store.cachedCount == limit / 20)
        #expect(try greys(store) == [0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32])
    }

    @Test(arguments: [20 * 6, 1 << 20])
    func brokenFilesAreNamedAndLeftOut(limit: Int) throws {
        let folder = try folder()
        try folder.write("no image", to: "c1/1.png")
        try folder.write([], to: "c3/0.png")
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: shape, memoryLimit: limit)
        #expect(try greys(store) == [0, 1, 2, 10, 12, 20, 21, 22, 31, 32])
        #expect(store.broken.map(\.file) == ["c1/1.png", "c3/0.png"])
        #expect(store.broken.map(\.reason) == ["is not a PNG, JPEG or PNM image", "is empty"])
    }

    @Test(arguments: [1, 3])
    func aCatalogueCanBeCheckedAlone(threads: Int) throws {
        let folder = try folder()
        try folder.write("no image", to: "c1/1.png")
        let catalog = try ImageCatalog.scan(folder.path).removingBroken(threads: threads)
        #expect(catalog.items.count == 11)
        #expect(catalog.broken == [BrokenFile(file: "c1/1.png", reason: "is not a PNG, JPEG or PNM image")])
    }

    @Test func nothingButBrokenFilesIsAnError() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.write("x", to: file) }
        let catalog = try ImageCatalog.scan(folder.path)
        let error = #expect(throws: DatasetError.self) { try ImageStore(catalog: catalog, shape: shape) }
        #expect(error?.description.contains("a/1.png") == true)
    }

    @Test func aFileThatVanishedIsAnErrorOnlyWhenNeeded() throws {
        let folder = try folder()
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: shape, memoryLimit: 0)
        try folder.remove("c2/1.png")
        let error = #expect(throws: DatasetError.self) { try store.withPlanes(of: 7) { $0.count } }
        #expect(error?.description.contains("c2/1.png") == true)
        let grey = try store.withPlanes(of: 6) { $0[0] }
        #expect(grey == 20)
    }

    @Test func normalizationIsMeasuredOnTheClassesGiven() throws {
        let folder = try folder()
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: shape)
        let normalization = store.normalization(ofClasses: [0, 3])
        let values: [Float] = [0, 1, 2, 30, 31, 32].map { $0 / 255 }
        let mean = values.reduce(0, +) / 6
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 6).squareRoot()
        #expect(abs(normalization.mean[0] - mean) < 1e-6)
        #expect(abs(normalization.deviation[0] - deviation) < 1e-6)
    }

    @Test func imagesOfOneColourCanBeNormalized() throws {
        let folder = try TemporaryFolder()
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.writeImage(file) }
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: shape)
        let normalization = store.normalization(ofClasses: [0, 1])
        var batch = Batch()
        try store.fill(
            &batch, with: BatchPlan([ImagePair(left: 0, right: 1, same: true)]), BatchPreparation(normalization: normalization))
        #expect(batch.images.allSatisfy { abs($0) < 1e-3 })
    }
}
