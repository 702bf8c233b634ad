import Datasets
import Foundation
import Networks
import Testing

struct AugmentationTests {
    @Test func missingFieldsAreLeftOutAndUnknownOnesRefused() throws {
        let read = try JSONDecoder().decode(Augmentation.self, from: Data(#"{"rotation": 15, "horizontalFlip": true}"#.utf8))
        var expected = Augmentation()
        expected.rotation = 15
        expected.horizontalFlip = true
        #expect(read == expected)
        #expect(try JSONDecoder().decode(Augmentation.self, from: JSONEncoder().encode(expected)) == expected)
        for wrong in [#"{"rotatoin": 15}"#, #"{"scale": 2}"#, #"{"noise": -1}"#] {
            #expect(throws: DatasetError.self) { try JSONDecoder().decode(Augmentation.self, from: Data(wrong.utf8)) }
        }
    }

    /// Images of a class stay alike, and are those of another class in every step.
    @Test func aChangeOfTheClassIsTheSameForItsImages() throws {
        let folder = try TemporaryFolder()
        let pixels = (0..<64).map { UInt8($0 * 3) }
        let png = try PNGEncoder.encode(DecodedImage(width: 8, height: 8, channels: 1, pixels: pixels))
        for file in ["a/1.png", "a/2.png", "b/1.png", "b/2.png"] { try folder.write(png, to: file) }
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: .image(channels: 1, height: 8, width: 8))
        var change = Augmentation()
        (change.elastic, change.scale, change.brightness) = (0.05, 0.1, 0.1)
        let preparation = BatchPreparation(
            normalization: .identity(channels: 1), classAugmentation: change, generator: SeededGenerator(seed: 1))
        func images(step: Int, labels: [Int] = [0, 0, 1, 1]) throws -> [[Float]] {
            var batch = Batch()
            try store.fill(&batch, with: BatchPlan(items: [0, 1, 2, 3], labels: labels), step: step, preparation)
            return stride(from: 0, to: 256, by: 64).map { Array(batch.images[$0..<$0 + 64]) }
        }
        let first = try images(step: 1)
        #expect(first[0] == first[1] && first[2] == first[3] && first[0] != first[2])
        #expect(try images(step: 2)[0] != first[0])
        #expect(try images(step: 1, labels: [1, 1, 0, 0])[0] == first[2], "the label decides, not the place")
        let plain = pixels.map { Float($0) / 255 }
        #expect(try images(step: 1, labels: []).allSatisfy { zip($0, plain).allSatisfy { abs($0 - $1) < 1e-6 } })
    }

    /// The same step gives the same images whatever the number of threads, another step others.
    @Test(arguments: [1, 2, 3])
    func theSeedTheStepAndThePlaceDecide(threads: Int) throws {
        let folder = try TemporaryFolder()
        for label in 0..<2 {
            for index in 0..<3 {
                let pixels = (0..<64).map { UInt8(($0 * (index + 3) + label * 40) % 256) }
                try folder.write(
                    PNGEncoder.encode(DecodedImage(width: 8, height: 8, channels: 1, pixels: pixels)), to: "\(label)/\(index).png"
                )
            }
        }
        let store = try ImageStore(catalog: ImageCatalog.scan(folder.path), shape: .image(channels: 1, height: 8, width: 8))
        var augmentation = Augmentation()
        (augmentation.rotation, augmentation.noise, augmentation.elastic) = (20, 0.1, 0.05)
        func batch(step: Int, seed: UInt64 = 1, threads: Int = 1) throws -> [Float] {
            let preparation = BatchPreparation(
                normalization: .identity(channels: 1), augmentation: augmentation, generator: SeededGenerator(seed: seed))
            var batch = Batch()
            let plan = BatchPlan(items: [0, 1, 2, 0, 3, 4, 5], labels: [])
            try store.fill(&batch, with: plan, step: step, preparation, threads: threads)
            return batch.images
        }
        let first = try batch(step: 1)
        #expect(try batch(step: 1, threads: threads) == first)
        #expect(try batch(step: 2) != first)
        #expect(try batch(step: 1, seed: 2) != first)
        #expect(first[0..<64] != first[192..<256], "the same image at two places is changed in two ways")
        #expect(first.allSatisfy { (0...1).contains($0) })
    }
}
