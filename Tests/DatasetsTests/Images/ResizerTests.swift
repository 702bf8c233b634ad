import Datasets
import Networks
import Testing

struct ResizerTests {
    private func resize(_ pixels: [UInt8], _ width: Int, _ height: Int, channels: Int = 1, to shape: TensorShape) throws
        -> [Float]
    {
        let image = DecodedImage(width: width, height: height, channels: channels, pixels: pixels)
        return try Resizer(shape: shape).floats(from: image).map { $0 * 255 }
    }

    @Test func theSameSizeChangesNothing() throws {
        let pixels = (0..<30).map { UInt8($0 * 8) }
        let image = DecodedImage(width: 6, height: 5, channels: 1, pixels: pixels)
        #expect(try Resizer(shape: .image(channels: 1, height: 5, width: 6)).bytes(from: image) == pixels)
    }

    @Test func downIsTheMeanOfTheArea() throws {
        let half = try resize([0, 10, 20, 30, 40, 50, 60, 70], 4, 2, to: .image(channels: 1, height: 1, width: 2))
        #expect(half == [25, 45])
        // Three into two: the middle one counts half for each.
        let uneven = try resize([0, 90, 240], 3, 1, to: .image(channels: 1, height: 1, width: 2))
        #expect(abs(uneven[0] - (0 + 0.5 * 90) / 1.5) < 1e-3)
        #expect(abs(uneven[1] - (0.5 * 90 + 240) / 1.5) < 1e-3)
    }

    @Test func downKeepsTheMean() throws {
        var generator = SeededGenerator(seed: 3)
        let pixels = (0..<37 * 29).map { _ in UInt8(generator.index(below: 256)) }
        let small = try resize(pixels, 37, 29, to: .image(channels: 1, height: 5, width: 7))
        let mean = Float(pixels.reduce(0) { $0 + Int($1) }) / Float(pixels.count)
        #expect(abs(small.reduce(0, +) / 35 - mean) < 1e-2)
    }

    @Test func upIsLinearBetweenCentres() throws {
        let row = try resize([0, 100], 2, 1, to: .image(channels: 1, height: 1, width: 4))
        #expect(row == [0, 25, 75, 100])
        let square = try resize([0, 100, 100, 200], 2, 2, to: .image(channels: 1, height: 4, width: 4))
        #expect(square == [0, 25, 75, 100, 25, 50, 100, 125, 75, 100, 150, 175, 100, 125, 175, 200])
    }

    @Test func eachAxisByItself() throws {
        let mixed = try resize([0, 100, 40, 60], 4, 1, to: .image(channels: 1, height: 2, width: 2))
        #expect(mixed == [50, 50, 50, 50])
    }

    @Test func coloursBecomePlanes() throws {
        let planes = try resize([1, 2, 3, 4, 5, 6], 2, 1, channels: 3, to: .image(channels: 3, height: 1, width: 2))
        for (value, expected) in zip(planes, [1, 4, 2, 5, 3, 6] as [Float]) { #expect(abs(value - expected) < 1e-4) }
    }

    @Test func greyIsLumaAndGreyServesAsColour() throws {
        let luma = try resize([255, 0, 0, 0, 255, 0, 0, 0, 255], 3, 1, channels: 3, to: .image(channels: 1, height: 1, width: 3))
        for (value, weight) in zip(luma, [0.299, 0.587, 0.114] as [Float]) { #expect(abs(value - 255 * weight) < 1e-3) }
        let colour = try resize([10, 20], 2, 1, to: .image(channels: 3, height: 1, width: 2))
        for (value, expected) in zip(colour, [10, 20, 10, 20, 10, 20] as [Float]) { #expect(abs(value - expected) < 1e-4) }
    }

    @Test func bytesAreTheFloatsRounded() throws {
        let image = DecodedImage(width: 3, height: 1, channels: 1, pixels: [0, 91, 241])
        let resizer = try Resizer(shape: .image(channels: 1, height: 1, width: 2))
        #expect(resizer.bytes(from: image) == resizer.floats(from: image).map { UInt8(($0 * 255).rounded()) })
    }

    @Test(arguments: [[2, 5, 5], [64], [4, 1, 1]])
    func otherShapesAreRefused(dimensions: [Int]) {
        #expect(throws: DatasetError.self) { try Resizer(shape: TensorShape(dimensions)) }
    }
}
