import Foundation
import Testing

@testable import Datasets

/// What the fuzzer in Tests/Fuzz has found, and what it would need luck to find.
struct HostileFilesTests {
    @Test(arguments: ["10 9223372036854775807", "4611686018427387904", "1 4611686018427387904"])
    func aCountThatOverflowsIsASentence(header: String) throws {
        let folder = try TemporaryFolder()
        for file in ["Ann/Ann_0001", "Ann/Ann_0002", "Bob/Bob_0001", "Bob/Bob_0002"] { try folder.writeImage(file + ".png") }
        try folder.write(header + "\nAnn 1 2\n", to: "pairs.txt")
        let error = #expect(throws: DatasetError.self) { try ImageDataset.open(folder.path) }
        #expect(error?.description.contains("begins with no count") == true)
    }

    @Test func aRowOfCommasIsASentence() throws {
        let folder = try TemporaryFolder()
        try folder.write("left,right,same\n" + String(repeating: ",", count: 5000), to: "pairs.csv")
        let error = #expect(throws: DatasetError.self) { try ImageDataset.open(folder.path + "/pairs.csv") }
        #expect(error?.description.contains("fields in line 2") == true)
    }

    @Test func whatAListQuotesNeitherSteersTheTerminalNorFillsIt() throws {
        let folder = try TemporaryFolder()
        try folder.write("a,b,\u{1B}]0;title\u{7}" + String(repeating: "x", count: 100_000), to: "pairs.csv")
        let error = try #require(throws: DatasetError.self) {
            try ImageDataset.open(folder.path + "/pairs.csv", labels: .oneIsSame)
        }
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } && error.description.count < 1000)
        #expect(error.description.hasSuffix("same or different is expected"))
    }

    @Test func annotationsHaveAnEnd() throws {
        let many = "<annotation>" + String(repeating: "<a/>", count: 200_000) + "</annotation>"
        let error = #expect(throws: DatasetError.self) { try XMLNode(parsing: many) }
        #expect(error?.description.contains("elements") == true)
        // Each of these was once copied for the next one: hours of it.
        let signs = String(repeating: "&", count: 300_000)
        #expect(try XMLNode(parsing: "<a>\(signs)</a>").text == signs)
    }

    /// Headers that promise hundreds of megabytes, and a file of a few bytes.
    @Test func largeImagesNeedLargeFiles() throws {
        let png = PNGFile(width: 8000, height: 8000, colour: .rgba, bitDepth: 8) { _, _, _ in 0 }
        let error = #expect(throws: DatasetError.self) { try ImageDecoder.decode(png.bytes(scanlines: [0])) }
        #expect(error?.description.contains("ends too early") == true)
        let frame: [UInt8] = [0xFF, 0xC2, 0, 11, 8, 0x3F, 0xFF, 0x0F, 0xFF, 1, 1, 0x11, 0]
        let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0]
        let jpeg = #expect(throws: DatasetError.self) { try ImageDecoder.decode([0xFF, 0xD8] + frame + scan) }
        #expect(jpeg?.description.contains("ends too early") == true)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/zero"), "there is no /dev/zero here"))
    func devicesAndPipesAreNoFiles() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.path + "/pipe", 0o600)
        for path in ["/dev/zero", folder.path + "/pipe"] {
            let error = #expect(throws: DatasetError.self) { try ImageDecoder.decode(contentsOf: path) }
            #expect(error?.description.contains("device or a pipe") == true)
        }
    }

    /// What the system calls a file and what holds up whoever reads it until something happens: reading it ends.
    @Test func filesThatHoldUpAReaderAreNotWaitedFor() {
        for _ in 0..<2 { #expect(throws: DatasetError.self) { try ImageDecoder.decode(contentsOf: "/proc/kmsg") } }
    }
}
