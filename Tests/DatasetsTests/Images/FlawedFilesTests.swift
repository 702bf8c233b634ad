import Foundation
import Testing

@testable import Datasets

/// Files with slips that every viewer shows: read in full, and the slip is told. What has lost a part of its image is refused.
struct FlawedFilesTests {
    private func place(of marker: UInt8, in bytes: [UInt8]) throws -> Int {
        try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == marker })
    }

    /// - Returns: what is wrong with the file, of which every pixel is that of the whole one.
    private func flaw(of bytes: [UInt8], like file: JPEGFile) throws -> String {
        let image = try ImageDecoder.decode(bytes)
        #expect(image.pixels == (try ImageDecoder.decode(file.bytes)).pixels)
        return try #require(image.flaw)
    }

    @Test func wholeFilesHaveNoFlaw() throws {
        for file in JPEGFile.allCases { #expect(try ImageDecoder.decode(file.bytes).flaw == nil) }
    }

    /// Samsung's cameras write 0, 0 where a scan of a sequential file has 0, 63.
    @Test(arguments: [JPEGFile.grey, .colour])
    func wrongScanParameters(file: JPEGFile) throws {
        var bytes = file.bytes
        let scan = try place(of: 0xDA, in: bytes)
        let components = Int(bytes[scan + 4])
        bytes[scan + 6 + 2 * components] = 0
        #expect(try flaw(of: bytes, like: file).contains("SOS"))
    }

    @Test(arguments: JPEGFile.allCases, [0xC4, 0xDA, 0xDB, 0xD9] as [UInt8])
    func extraneousBytesBeforeAMarker(file: JPEGFile, marker: UInt8) throws {
        var bytes = file.bytes
        // The last marker of the kind: the end is the end.
        let place = try #require(bytes.indices.dropLast().last { bytes[$0] == 0xFF && bytes[$0 + 1] == marker })
        // More than the decoder reads ahead of the last pixel.
        bytes.insert(contentsOf: Array(repeating: 1, count: 40), at: place)
        #expect(try flaw(of: bytes, like: file).contains("extraneous"))
    }

    @Test(arguments: JPEGFile.allCases)
    func aMissingEndOfAWholeImage(file: JPEGFile) throws {
        #expect(try flaw(of: file.bytes.dropLast(2), like: file).contains("Premature end"))
    }

    @Test func bytesBehindTheEndDoNotMatter() throws {
        for file in JPEGFile.allCases {
            let image = try ImageDecoder.decode(file.bytes + [0, 0xFF, 0xD8, 1, 2])
            #expect(image == (try ImageDecoder.decode(file.bytes)))
        }
        let map = Array("P5 2 1 255\n".utf8) + [9, 8]
        #expect(try ImageDecoder.decode(map + [7, 7]) == ImageDecoder.decode(map))
    }

    @Test func anUnknownTransformOfAdobe() throws {
        var bytes = JPEGFile.inks.bytes
        let segment = try place(of: 0xEE, in: bytes)
        bytes[segment + 15] = 7
        #expect(try #require(ImageDecoder.decode(bytes).flaw).contains("Adobe"))
    }

    /// The scans of a progressive file refine one another: cut before any of them, it lacks something, although no scan is too short.
    @Test func aMissingScanIsAMissingPart() throws {
        let bytes = JPEGFile.progressive.bytes
        let scans = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
        #expect(scans.count > 3)
        for scan in scans.dropFirst() {
            let error = #expect(throws: DatasetError.self) { try ImageDecoder.decode(Array(bytes[..<scan])) }
            #expect(error?.description.contains("ends too early") == true)
        }
    }

    /// Every cut into the data of the only scan, however small, costs pixels.
    @Test func aShortScanIsAMissingPart() throws {
        for file in [JPEGFile.grey, .colour, .inks] {
            let start = try #require(file.bytes.indices.dropLast().last { file.bytes[$0] == 0xFF && file.bytes[$0 + 1] == 0xDA })
            for count in start + 2..<file.bytes.count - 3 {
                #expect(throws: DatasetError.self) { try ImageDecoder.decode(Array(file.bytes[..<count])) }
            }
        }
    }

    @Test func exifBehindExtraneousBytesIsFound() throws {
        let tiff: [UInt8] = [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
        let exif = [0x45, 0x78, 0x69, 0x66, 0, 0] + tiff
        let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif
        let bytes = JPEGFile.colour.bytes
        let table = try place(of: 0xDB, in: bytes)
        let image = try ImageDecoder.decode(bytes[..<table] + [5, 0xFF, 0, 5] + segment + bytes[table...])
        #expect((image.width, image.height) == (4, 8) && image.flaw != nil)
    }

    // MARK: PNG

    private let picture = PNGFile(width: 9, height: 7, colour: .rgb, bitDepth: 8) { x, y, channel in 20 * x + 3 * y + channel }

    @Test func aPNGWithoutAnEndIsWhole() throws {
        let whole = try ImageDecoder.decode(picture.bytes)
        #expect(whole.flaw == nil)
        for cut in 1...12 {
            let image = try ImageDecoder.decode(picture.bytes.dropLast(cut))
            #expect(image.pixels == whole.pixels && image.flaw != nil)
        }
        #expect(throws: DatasetError.self) { try ImageDecoder.decode(picture.bytes.dropLast(40)) }
        #expect(try ImageDecoder.decode(picture.bytes + [1, 2, 3]) == whole)
    }

    /// A chunk of text whose checksum is wrong, before the pixels and behind them.
    @Test func aDamagedChunkThatNoPixelNeeds() throws {
        let whole = try ImageDecoder.decode(picture.bytes)
        let chunk: [UInt8] = [0, 0, 0, 3, 0x74, 0x45, 0x58, 0x74, 0x61, 0, 0x62, 1, 2, 3, 4]
        for place in [33, picture.bytes.count - 12] {
            var bytes = picture.bytes
            bytes.insert(contentsOf: chunk, at: place)
            #expect(try ImageDecoder.decode(bytes).pixels == whole.pixels)
        }
    }
}

extension ImageDecoder {
    fileprivate static func decode(_ bytes: ArraySlice<UInt8>) throws -> DecodedImage { try decode(Array(bytes)) }
}
