import Datasets
import Foundation
import Testing

/// Files of 8 x 4 pixels in one colour, written by Pillow 12 with quality 90 and 95.
enum JPEGFile: String, CaseIterable {
    case grey = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGB\
        YUGBIUFRT/wAALCAAEAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AO7//2Q==
        """
    case colour = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDA\
        sKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wAARCAAE\
        AAgDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAVAQEBAAAAAAAAAAAAAAAAAAAICf/EAB\
        QRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AAcY1IH/2Q==
        """
    case progressive = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDA\
        sKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAE\
        AAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAVAQEBAAAAAAAAAAAAAAAAAAAHCP/aAAwDAQACEAMQAAABgwY0h//EABQQAQ\
        AAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAQUCf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Bf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/\
        2gAIAQIBAT8Bf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEABj8Cf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAT8hf//aAAwDAQ\
        ACAAMAAAAQA//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Qf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Qf//EABQQAQAA\
        AAAAAAAAAAAAAAAAAAD/2gAIAQEAAT8Qf//Z
        """
    /// 40, 100, 200 and 30 of 255 parts of cyan, magenta, yellow and black, stored inverted.
    case inks = """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCg\
        wJCgoK/8AAFAgABAAIBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAkH/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkA\
        SwAAPwBXFsG2YR//2Q==
        """

    var bytes: [UInt8] { [UInt8](Data(base64Encoded: rawValue) ?? Data()) }

    var colour: [UInt8] {
        switch self {
        case .grey: [77]
        case .colour, .progressive: [200, 60, 30]
        case .inks: [190, 137, 49]
        }
    }
}

struct JPEGDecodingTests {
    @Test(arguments: JPEGFile.allCases)
    func everyKindIsDecoded(file: JPEGFile) throws {
        let image = try ImageDecoder.decode(file.bytes)
        #expect((image.width, image.height, image.channels) == (8, 4, file.colour.count))
        for (place, pixel) in image.pixels.enumerated() {
            #expect(abs(Int(pixel) - Int(file.colour[place % image.channels])) <= 2)
        }
    }

    @Test(arguments: JPEGFile.allCases)
    func whatIsCutOffIsAnError(file: JPEGFile) throws {
        for share in [0.1, 0.5, 0.95] {
            let bytes = Array(file.bytes.prefix(Int(Double(file.bytes.count) * share)))
            #expect(throws: DatasetError.self) { try ImageDecoder.decode(bytes) }
        }
    }

    /// The grey file, its header saying another height and width.
    private func grey(size: [UInt8]) throws -> [UInt8] {
        var bytes = JPEGFile.grey.bytes
        let frame = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
        bytes.replaceSubrange(frame + 5..<frame + 9, with: size)
        return bytes
    }

    @Test func hugeSizesAreRefused() throws {
        let huge = try grey(size: [0xFF, 0x00, 0xFF, 0x00])
        let error = #expect(throws: DatasetError.self) { try ImageDecoder.decode(huge) }
        #expect(error?.description.contains("limit") == true)
    }

    @Test(arguments: [[0, 0, 0, 8], [0, 4, 0, 0], [0, 0, 0, 0]] as [[UInt8]])
    func sizesOfNothingAreRefused(size: [UInt8]) throws {
        let bytes = try grey(size: size)
        #expect(throws: DatasetError.self) { try ImageDecoder.decode(bytes) }
    }
}
