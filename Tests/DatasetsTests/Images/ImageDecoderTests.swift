import Datasets
import Testing

struct ImageDecoderTests {
    @Test func contentDecidesNotTheName() throws {
        let folder = try TemporaryFolder()
        try folder.write(JPEGFile.grey.bytes, to: "named.png")
        try folder.write("P2 1 1 255 9", to: "no-ending")
        #expect(try ImageDecoder.decode(contentsOf: folder.path + "/named.png").width == 8)
        #expect(try ImageDecoder.decode(contentsOf: folder.path + "/no-ending").pixels == [9])
    }

    @Test func errorsNameTheFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("just text", to: "text.png")
        try folder.write("", to: "empty.jpg")
        for (file, words) in [("text.png", "is not a PNG"), ("empty.jpg", "is empty"), ("missing.png", "does not exist")] {
            let error = #expect(throws: DatasetError.self) { try ImageDecoder.decode(contentsOf: folder.path + "/" + file) }
            #expect(error?.description.contains(file) == true)
            #expect(error?.description.contains(words) == true)
        }
        #expect(throws: DatasetError.self) { try ImageDecoder.decode(contentsOf: folder.path) }
    }

    @Test(arguments: [1, 3])
    func whatIsEncodedIsDecoded(channels: Int) throws {
        let pixels = (0..<35 * channels).map { UInt8($0 * 7 % 256) }
        let image = DecodedImage(width: 7, height: 5, channels: channels, pixels: pixels)
        #expect(try ImageDecoder.decode(PNGEncoder.encode(image)) == image)
    }

    @Test(arguments: [1, 7, 8, 9, 105])
    func bitsAreEncodedAndDecoded(width: Int) throws {
        let bits = (0..<width * 3).map { $0 % 3 == 1 }
        let image = try ImageDecoder.decode(PNGEncoder.encode(bits: bits, width: width, height: 3))
        #expect(image.pixels == bits.map { $0 ? 255 : 0 })
    }
}
