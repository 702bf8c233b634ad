import Datasets
import Foundation
import Networks
import Testing

struct DatasetSurveyTests {
    @Test func everythingIsCounted() throws {
        let folder = try TemporaryFolder()
        for (label, count) in [("g/a", 2), ("g/b", 3), ("h/c", 5)] {
            for index in 0..<count { try folder.writeImage("\(label)/\(index).png", width: label == "h/c" ? 9 : 4, height: 4) }
        }
        try folder.write(JPEGFile.colour.bytes, to: "h/c/photo.jpg")
        try folder.write("broken", to: "g/a/bad.png")
        try folder.writeImage("stray.png")
        let survey = try DatasetSurvey(ImageDataset.open(folder.path), threads: 2)
        #expect(survey.layout == .classFolders)
        #expect((survey.images, survey.classes, survey.groups) == (11, 3, 2))
        #expect((survey.fewestImagesInClass, survey.medianImagesInClass, survey.mostImagesInClass) == (2, 3, 6))
        #expect(survey.sizes.map { [$0.width, $0.height, $0.images] } == [[4, 4, 5], [9, 4, 5], [8, 4, 1]])
        #expect((survey.greyImages, survey.colourImages) == (10, 1))
        #expect(survey.formats == ["PNG": 10, "JPEG": 1])
        #expect(Set(survey.broken.map(\.file)) == ["g/a/bad.png", "stray.png"])
        #expect(survey.pairs == nil)
        let copy = try JSONDecoder().decode(DatasetSurvey.self, from: JSONEncoder().encode(survey))
        #expect(copy == survey)
    }

    @Test func listedPairsAreCounted() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b", "c"] { try folder.writeImage("\(name).png") }
        try folder.write("left,right,same\na.png,b.png,1\na.png,c.png,0\nb.png,c.png,0\nb.png,d.png,0\n", to: "pairs.csv")
        let survey = try DatasetSurvey(ImageDataset.open(folder.path + "/pairs.csv"))
        let pairs = try #require(survey.pairs)
        #expect((pairs.genuine, pairs.impostor, pairs.folds, pairs.dropped) == (1, 2, 0, 1))
    }
}

struct ContactSheetTests {
    private func image(_ width: Int, _ height: Int, _ value: UInt8, channels: Int = 1) -> DecodedImage {
        DecodedImage(
            width: width, height: height, channels: channels,
            pixels: Array(repeating: value, count: width * height * channels))
    }

    @Test func imagesKeepTheirProportionsInTheirCells() throws {
        let sheet = try ContactSheet.compose([[image(8, 4, 10), image(2, 2, 20)], [image(1, 4, 30)]], cell: 4)
        #expect((sheet.width, sheet.height, sheet.channels) == (9, 9, 1))
        func row(_ y: Int) -> [UInt8] { Array(sheet.pixels[y * 9..<(y + 1) * 9]) }
        let gap: UInt8 = 128
        #expect(row(0) == [gap, gap, gap, gap, gap, 20, 20, 20, 20])
        #expect(row(1) == [10, 10, 10, 10, gap, 20, 20, 20, 20])
        #expect(row(3) == [gap, gap, gap, gap, gap, 20, 20, 20, 20])
        #expect(row(4) == Array(repeating: gap, count: 9))
        #expect(row(5) == [gap, 30, gap, gap, gap, gap, gap, gap, gap])
    }

    @Test func oneColourImageMakesAColourSheet() throws {
        let sheet = try ContactSheet.compose([[image(2, 2, 7), image(2, 2, 9, channels: 3)]], cell: 2)
        #expect(sheet.channels == 3 && sheet.pixels[0..<3] == [7, 7, 7] && sheet.pixels.last == 9)
        #expect(throws: DatasetError.self) { try ContactSheet.compose([], cell: 2) }
    }

    @Test func aPreviewIsWhatIsInTheBatch() throws {
        let folder = try TemporaryFolder()
        for name in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] {
            let pixels = (0..<7 * 5 * 3).map { UInt8($0 * 2 + name.count) }
            try folder.write(PNGEncoder.encode(DecodedImage(width: 7, height: 5, channels: 3, pixels: pixels)), to: name)
        }
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: .image(channels: 3, height: 4, width: 4))
        var augmentation = Augmentation()
        (augmentation.rotation, augmentation.brightness) = (30, 0.3)
        let preparation = BatchPreparation(
            normalization: .identity(channels: 3), augmentation: augmentation, generator: SeededGenerator(seed: 6))
        var batch = Batch()
        try store.fill(&batch, with: BatchPlan(items: [3, 1], labels: []), step: 2, preparation)
        let preview = try ImagePreview(shape: store.shape, augmentation: augmentation, seed: 6)
            .image(store.catalog.decode(1), step: 2, place: 1)
        for channel in 0..<3 {
            for pixel in 0..<16 {
                let seen = batch.images[48 + channel * 16 + pixel] * 255
                #expect(abs(seen - Float(preview.pixels[pixel * 3 + channel])) < 0.51)
            }
        }
    }
}
