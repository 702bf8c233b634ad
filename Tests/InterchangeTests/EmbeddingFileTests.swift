import Foundation
import MetricLearning
import Runs
import TestSupport
import Testing

@testable import Interchange

@Suite struct EmbeddingFileTests {
    private let folder = TemporaryFolder()

    private func write(_ name: String) throws -> Data {
        try EmbeddingFile.write(to: folder.path(name), columns: 3) { append in
            try append(["a.png", "b, \"c\".png"], Matrix(rows: 2, columns: 3, values: [1, 2, 3, -0.5, 0, 1e-10]))
            // A last batch may have rows to spare.
            try append(["d.png"], Matrix(rows: 2, columns: 3, values: [7, 8, 9, 0, 0, 0]))
        }
        return try Data(contentsOf: URL(filePath: folder.path(name)))
    }

    private let numbers: [Float] = [1, 2, 3, -0.5, 0, 1e-10, 7, 8, 9]

    @Test func numpyArray() throws {
        let data = [UInt8](try write("e.npy"))
        #expect(Array(data.prefix(8)) == [0x93] + Array("NUMPY".utf8) + [1, 0])
        let length = Int(data[8]) + Int(data[9]) << 8
        // numpy.lib.format: the numbers begin at a multiple of 64.
        #expect((10 + length) % 64 == 0)
        let head = String(decoding: data[10..<10 + length], as: UTF8.self)
        #expect(head.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 3), }") && head.hasSuffix(" \n"))
        #expect(Array(data[(10 + length)...]) == numbers.withUnsafeBytes { Array($0) })
        #expect(try String(contentsOfFile: folder.path("e.npy.names.txt"), encoding: .utf8) == "a.png\nb, \"c\".png\nd.png\n")
    }

    @Test func safetensorsAreReadBack() throws {
        _ = try write("e.safetensors")
        let tensor = try #require(try Safetensors.read(folder.path("e.safetensors")).parameters["embeddings"])
        #expect(tensor.shape == [3, 3] && tensor.values == numbers)
    }

    @Test func tableQuotesNames() throws {
        let text = String(decoding: try write("e.csv"), as: UTF8.self)
        #expect(
            text == """
                file,e0,e1,e2
                a.png,1.0,2.0,3.0
                "b, ""c"".png",-0.5,0.0,1e-10
                d.png,7.0,8.0,9.0

                """)
        #expect(EmbeddingFile.namesFile(beside: "e.csv") == nil)
    }

    @Test func otherEndingsAreRefused() {
        #expect(throws: InterchangeError.self) { try write("e.txt") }
    }

    @Test func whatTheBodyThrowsIsPassedOnAndNothingIsLeft() {
        struct Interrupted: Error {}
        #expect(throws: Interrupted.self) {
            try EmbeddingFile.write(to: folder.path("torn.npy"), columns: 2) { append in
                try append(["a"], Matrix(rows: 1, columns: 2))
                throw Interrupted()
            }
        }
        #expect((try? FileManager.default.contentsOfDirectory(atPath: folder.root)) == [])
    }
}
