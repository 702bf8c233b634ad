import Foundation
import Networks
import Testing

@testable import Datasets

/// One picture in two files is told, whatever became of its bytes; pictures that are only like each other are not.
struct PictureCopiesTests {
    /// Strokes on white, drawn from a seed.
    private func drawing(_ seed: Int, side: Int = 48) -> DecodedImage {
        var generator = SeededGenerator(seed: UInt64(seed)).derived("drawing")
        var pixels = [UInt8](repeating: 255, count: side * side)
        for _ in 0..<5 {
            let (x, y) = (generator.index(below: side - 8), generator.index(below: side - 8))
            let (width, height) = (4 + generator.index(below: side - x - 4), 4 + generator.index(below: side - y - 4))
            let level = UInt8(generator.index(below: 200))
            for row in y..<min(side, y + height) {
                for column in x..<min(side, x + width) { pixels[row * side + column] = level }
            }
        }
        return DecodedImage(width: side, height: side, channels: 1, pixels: pixels)
    }

    private func resized(_ image: DecodedImage, _ side: Int) throws -> DecodedImage {
        let shape = TensorShape.image(channels: 1, height: side, width: side)
        return DecodedImage(planes: try Resizer(shape: shape).bytes(from: image), shape: shape)
    }

    /// Darker by a little, as another encoder may have it.
    private func altered(_ image: DecodedImage) -> DecodedImage {
        let pixels = image.pixels.enumerated().map { UInt8(max(0, Int($0.element) - 3 - $0.offset % 3)) }
        return DecodedImage(width: image.width, height: image.height, channels: 1, pixels: pixels)
    }

    private func findings(_ images: [(String, DecodedImage)]) throws -> (survey: [DatasetFinding], training: [DatasetFinding]) {
        let folder = try TemporaryFolder()
        for (name, image) in images { try folder.write(PNGEncoder.encode(image), to: name) }
        let dataset = try ImageDataset.open(folder.path)
        let store = try ImageStore(catalog: dataset.catalog, shape: .image(channels: 1, height: 32, width: 32))
        let review = DatasetReview(store.catalog, sketches: store.sketches)
        let split = try store.catalog.splitFolders.map {
            try ClassSplit(foldersOf: store.catalog, $0, validation: 0, seed: 1)
        }
        return (DatasetSurvey(dataset).findings ?? [], split.map(review.findings(for:)) ?? review.findings)
    }

    private var classes: [(String, DecodedImage)] {
        (0..<6).flatMap { label in (0..<4).map { ("class\(label)/\($0).png", drawing(10 * label + $0)) } }
    }

    @Test func aPictureInTwoClassesIsTold() throws {
        let (half, other) = (try resized(drawing(23), 24), altered(drawing(30)))
        let (survey, training) = try findings(classes + [("class4/small.png", half), ("class5/other.png", other)])
        for findings in [survey, training] {
            #expect(findings.map(\.severity) == [.warning], "\(findings)")
            let message = findings.first?.message ?? ""
            #expect(message.contains("class2/3.png and class4/small.png, and 1 more such pair"), "\(message)")
        }
    }

    @Test func aPictureInTwoPartsOfASplitIsTold() throws {
        let images = classes.enumerated().flatMap { number, image in
            [("train/\(image.0)", image.1), ("test/\(image.0)", drawing(1000 + number))]
        }
        let (survey, training) = try findings(images + [("test/class0/again.png", altered(drawing(2)))])
        for findings in [survey, training] {
            #expect(findings.contains { $0.message.contains("in training and in test: ") && $0.message.contains("again.png") })
        }
    }

    @Test func whatIsNotOnePictureIsNotTold() throws {
        #expect(try findings(classes).survey == [])
        // A copy within a class makes no figure wrong.
        #expect(try findings(classes + [("class2/again.png", altered(drawing(21)))]).training == [])
        // All pictures of a set are alike: nothing is to be said about two of them.
        let alike = (0..<6).flatMap { label in
            (0..<4).map { index in
                var pixels = drawing(1).pixels
                pixels[label * 4 + index] = UInt8(index)
                return ("class\(label)/\(index).png", DecodedImage(width: 48, height: 48, channels: 1, pixels: pixels))
            }
        }
        #expect(try findings(alike).training == [])
    }
}
