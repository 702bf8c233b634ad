import Datasets
import Testing

struct PortableMapTests {
    private func decode(_ header: String, _ values: [UInt8] = []) throws -> DecodedImage {
        try ImageDecoder.decode(Array(header.utf8) + values)
    }

    @Test func plainKinds() throws {
        #expect(try decode("P1\n# two rows\n3 2\n1 0 1\n001\n").pixels == [0, 255, 0, 255, 255, 0])
        #expect(try decode("P2 3 1 10\n0 5 10").pixels == [0, 128, 255])
        let colour = try decode("P3\n1 2 # one column\n255\n1 2 3\n# between\n4 5 6\n")
        #expect(colour == DecodedImage(width: 1, height: 2, channels: 3, pixels: [1, 2, 3, 4, 5, 6]))
    }

    @Test func binaryKinds() throws {
        #expect(
            try decode("P4 10 2\n", [0b1010_0000, 0b0100_0000, 0xFF, 0xFF]).pixels[..<10] == [
                0, 255, 0, 255, 255, 255, 255, 255, 255, 0,
            ])
        #expect(try decode("P5\n2 2\n255\n", [9, 10, 13, 32]).pixels == [9, 10, 13, 32])
        #expect(try decode("P6 1 1 255 ", [7, 8, 9]).pixels == [7, 8, 9])
    }

    @Test func everyMaximum() throws {
        #expect(try decode("P5 2 1 100\n", [50, 100]).pixels == [128, 255])
        #expect(try decode("P5 3 1 65535\n", [0, 0, 0x80, 0x80, 0xFF, 0xFF]).pixels == [0, 128, 255])
        #expect(try decode("P5 1 1 1000\n", [0x01, 0xF4]).pixels == [128])
        #expect(try decode("P5 1 1 10\n", [200]).pixels == [255], "a value above the maximum counts as the maximum")
    }

    @Test(arguments: [
        "P5", "P5 2", "P5 2 2", "P5 2 2 255", "P5 2 2 255\nabc", "P5 0 2 255\n", "P5 2 2 0\nabcd", "P5 2 2 70000\nabcdabcd",
        "P5 x 2 255\nabcd", "P5 -2 2 255\nabcd", "P2 2 2 255\n1 2 3", "P2 2 1 255 1 x", "P1 2 1 1 2", "P1 9 9\n1", "P4 9 2\nab",
        "P5 99999999999999999999 2 255\nabcd", "P5 900000000 900000000 255\nabcd", "P7\nWIDTH 2\n",
    ])
    func whatIsDamagedIsAnError(file: String) {
        #expect(throws: DatasetError.self) { try decode(file) }
    }
}
