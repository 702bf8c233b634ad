import Foundation
import Testing

@testable import Datasets

struct OrientationTests {
    /// How a camera that is held in each of the eight ways stores `1 2 3 / 4 5 6`.
    @Test(
        arguments: [
            (1, 3, [1, 2, 3, 4, 5, 6]), (2, 3, [3, 2, 1, 6, 5, 4]), (3, 3, [6, 5, 4, 3, 2, 1]), (4, 3, [4, 5, 6, 1, 2, 3]),
            (5, 2, [1, 4, 2, 5, 3, 6]), (6, 2, [3, 6, 2, 5, 1, 4]), (7, 2, [6, 3, 5, 2, 4, 1]), (8, 2, [4, 1, 5, 2, 6, 3]),
        ] as [(Int, Int, [UInt8])])
    func everyWayOfHoldingACameraComesOutUpright(_ tag: Int, _ width: Int, _ stored: [UInt8]) throws {
        let orientation = try #require(Orientation(rawValue: tag))
        let image = DecodedImage(width: width, height: 6 / width, channels: 1, pixels: stored).upright(orientation)
        #expect((image.width, image.height) == (3, 2))
        #expect(image.pixels == [1, 2, 3, 4, 5, 6])
    }

    private func block(_ tag: UInt8, isLittle: Bool) -> [UInt8] {
        let tiff: [UInt8] =
            isLittle
            ? [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 2, 0] + [0x0F, 0x01, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0]
                + [0x12, 0x01, 3, 0, 1, 0, 0, 0, tag, 0, 0, 0]
            : [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1] + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, tag, 0, 0]
        return Array("Exif".utf8) + [0, 0] + tiff
    }

    /// The colour file of 8 x 4 pixels with a segment behind its beginning.
    private func jpeg(with block: [UInt8], length: Int? = nil) -> [UInt8] {
        let bytes = JPEGFile.colour.bytes
        let length = length ?? block.count + 2
        return Array(bytes.prefix(2)) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + block + bytes.dropFirst(2)
    }

    @Test(arguments: [true, false])
    func whatTheFileSaysIsFollowed(isLittle: Bool) throws {
        let bytes = jpeg(with: block(6, isLittle: isLittle))
        let image = try ImageDecoder.decode(bytes)
        #expect((image.width, image.height) == (4, 8))
        let stored = try ImageDecoder.decode(bytes, turnsUpright: false)
        #expect((stored.width, stored.height) == (8, 4))
        #expect(Orientation(jpeg: jpeg(with: block(3, isLittle: isLittle))) == .halfTurn)
    }

    @Test func whatCannotBeUnderstoodIsUpright() {
        for tag: UInt8 in [0, 9, 255] { #expect(Orientation(jpeg: jpeg(with: block(tag, isLittle: true))) == .upright) }
        let whole = jpeg(with: block(6, isLittle: true))
        for count in 0..<46 { #expect(Orientation(jpeg: Array(whole.prefix(count))) == .upright) }
        // Directories that lie outside, and lengths that do.
        var block = block(6, isLittle: true)
        for (place, value) in [(10, 0xFF), (11, 0xFF), (13, 0x7F), (14, 0xFF), (15, 0xFF)] as [(Int, UInt8)] {
            block[place] = value
            _ = Orientation(jpeg: jpeg(with: block))
        }
        #expect(Orientation(jpeg: jpeg(with: block, length: 0)) == .upright)
        #expect(Orientation(jpeg: jpeg(with: block, length: 65_535)) == .upright)
        #expect(Orientation(jpeg: JPEGFile.grey.bytes) == .upright)
    }
}
