import Datasets
import Testing

struct PNGDecodingTests {
    @Test(arguments: [1, 2, 4, 8, 16], [false, true])
    func greyOfEveryDepth(bitDepth: Int, isInterlaced: Bool) throws {
        let most = (1 << bitDepth) - 1
        let file = PNGFile(width: 11, height: 9, colour: .grey, bitDepth: bitDepth, isInterlaced: isInterlaced) { x, y, _ in
            let product = 1_000 * x * y
            return (product + 7 * x + 31 * y) & most
        }
        let image = try ImageDecoder.decode(file.bytes)
        #expect((image.width, image.height, image.channels) == (11, 9, 1))
        for y in 0..<9 {
            for x in 0..<11 {
                let exact = Double(file.sample(x, y, 0)) * 255 / Double(most)
                #expect(image.pixels[y * 11 + x] == UInt8(exact.rounded()), "at \(x), \(y)")
            }
        }
    }

    private func colour(_ x: Int, _ y: Int, _ channel: Int) -> Int {
        let across = 50 * x
        let down = 3 * y
        return across + down + 11 * channel
    }

    @Test(arguments: [8, 16], [false, true])
    func colours(bitDepth: Int, isInterlaced: Bool) throws {
        let file = PNGFile(width: 5, height: 10, colour: .rgb, bitDepth: bitDepth, isInterlaced: isInterlaced) { x, y, channel in
            colour(x, y, channel) * (bitDepth == 16 ? 257 : 1)
        }
        let image = try ImageDecoder.decode(file.bytes)
        #expect(image.channels == 3)
        for place in 0..<150 {
            #expect(Int(image.pixels[place]) == colour(place / 3 % 5, place / 15, place % 3))
        }
    }

    @Test(arguments: [1, 2, 4, 8])
    func paletteOfEveryDepth(bitDepth: Int) throws {
        let colours = 1 << bitDepth
        let palette: [UInt8] = (0..<colours).flatMap { entry -> [UInt8] in
            let shade = UInt8(entry)
            return [shade / 2, shade, 255 - shade]
        }
        let file = PNGFile(width: 13, height: 3, colour: .palette, bitDepth: bitDepth, palette: palette) { x, y, _ in
            (x * 5 + y) % colours
        }
        let image = try ImageDecoder.decode(file.bytes)
        #expect(image.channels == 3)
        for place in 0..<39 {
            let entry = (place % 13 * 5 + place / 13) % colours
            #expect(Array(image.pixels[place * 3..<place * 3 + 3]) == Array(palette[entry * 3..<entry * 3 + 3]))
        }
    }

    @Test(arguments: [8, 16])
    func alphaLiesOnWhite(bitDepth: Int) throws {
        let unit = bitDepth == 16 ? 257 : 1
        let grey = PNGFile(width: 3, height: 1, colour: .greyAlpha, bitDepth: bitDepth) { x, _, channel in
            unit * (channel == 0 ? 100 : [0, 128, 255][x])
        }
        #expect(try ImageDecoder.decode(grey.bytes) == DecodedImage(width: 3, height: 1, channels: 1, pixels: [255, 177, 100]))

        let colour = PNGFile(width: 2, height: 1, colour: .rgba, bitDepth: bitDepth) { x, _, channel in
            (channel == 3 ? [255, 51][x] : [10, 20, 30][channel]) * unit
        }
        #expect(try ImageDecoder.decode(colour.bytes).pixels == [10, 20, 30, 206, 208, 210])
    }

    @Test func transparentColoursLieOnWhite() throws {
        let palette = PNGFile(
            width: 2, height: 1, colour: .palette, bitDepth: 1, palette: [1, 2, 3, 40, 50, 60], transparency: [0]
        ) { x, _, _ in x }
        #expect(try ImageDecoder.decode(palette.bytes).pixels == [255, 255, 255, 40, 50, 60])

        let grey = PNGFile(width: 2, height: 1, colour: .grey, bitDepth: 8, transparency: [0, 7]) { x, _, _ in [7, 8][x] }
        #expect(try ImageDecoder.decode(grey.bytes) == DecodedImage(width: 2, height: 1, channels: 1, pixels: [255, 8]))
    }

    @Test func whatIsCutOffIsAnError() throws {
        let bytes = PNGFile(width: 20, height: 20, colour: .grey, bitDepth: 8) { x, y, _ in x * y % 256 }.bytes
        for count in [9, 30, 60, bytes.count / 2, bytes.count - 14, bytes.count - 13] {
            #expect(throws: DatasetError.self, "the first \(count) bytes") { try ImageDecoder.decode(Array(bytes.prefix(count))) }
        }
    }

    @Test func whatIsDamagedIsAnError() throws {
        var bytes = PNGFile(width: 20, height: 20, colour: .grey, bitDepth: 8) { x, y, _ in x * y % 256 }.bytes
        bytes[bytes.count / 2] ^= 0x55
        let damaged = bytes
        #expect(throws: DatasetError.self) { try ImageDecoder.decode(damaged) }
    }

    @Test func hugeSizesAreRefusedBeforeMemoryIsTaken() throws {
        let file = PNGFile(width: 900_000, height: 900_000, colour: .rgba, bitDepth: 16) { _, _, _ in 0 }
        let header = file.bytes(scanlines: [])
        let error = #expect(throws: DatasetError.self) { try ImageDecoder.decode(header) }
        #expect(error?.description.contains("limit") == true)
    }
}
