import Foundation
import Networks
import TestSupport
import Testing

@testable import Runs

@Suite struct SafetensorsTests {
    private let folder = TemporaryFolder()

    private var example: ParameterSet {
        var set = ParameterSet()
        set["conv1.weight"] = Tensor(shape: [2, 1, 3, 1], values: [1, -2, 3.5, 0, .pi, -1e-30])
        set["bn1.running_mean"] = Tensor(shape: [1], values: [7])
        set["empty"] = Tensor(shape: [0], values: [])
        return set
    }

    @Test func readsWhatItWrote() throws {
        let path = folder.path("a.safetensors")
        try Safetensors.write(example, metadata: ["step": "12"], to: path)
        let (read, metadata) = try Safetensors.read(path)
        #expect(metadata == ["step": "12"])
        for (name, tensor) in example { #expect(read[name] == tensor) }
        #expect(read.count == 3)
    }

    @Test func headerIsAlignedAndLittleEndian() throws {
        let path = folder.path("a.safetensors")
        try Safetensors.write(example, to: path)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        #expect(length % 8 == 0)
        #expect(bytes[8] == UInt8(ascii: "{"))
        #expect(bytes.count == 8 + length + 7 * 4)
    }

    @Test func refusesEveryTruncation() throws {
        let path = folder.path("whole.safetensors")
        try Safetensors.write(example, to: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let torn = folder.path("torn.safetensors")
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: URL(fileURLWithPath: torn))
            #expect(throws: RunError.self) { try Safetensors.read(torn) }
        }
    }

    @Test(arguments: [
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
        #"{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}"#,
        #"[1,2,3]"#, #"{"a":5}"#, "not json",
    ])
    func refusesHostileHeaders(_ header: String) throws {
        var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        data.append(Data(header.utf8))
        data.append(Data(repeating: 0, count: 4))
        let path = folder.path("hostile.safetensors")
        try data.write(to: URL(fileURLWithPath: path))
        #expect(throws: RunError.self) { try Safetensors.read(path) }
    }

    /// One and minus two and a half in every kind of number that has them.
    @Test(
        arguments: [
            ("F64", [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0x04, 0xC0], [1, -2.5]),
            ("F16", [0x00, 0x3C, 0x00, 0xC1, 0x01, 0x00, 0x00, 0xFC], [1, -2.5, 0x1p-24, -.infinity]),
            ("BF16", [0x80, 0x3F, 0x20, 0xC0], [1, -2.5]),
            ("I64", [7, 0, 0, 0, 0, 0, 0, 0], [7]), ("I32", [0xFE, 0xFF, 0xFF, 0xFF], [-2]),
            ("I16", [0xFE, 0xFF], [-2]), ("I8", [0xFE], [-2]), ("U8", [0xFE], [254]), ("BOOL", [0, 1], [0, 1]),
        ] as [(String, [UInt8], [Float])])
    func readsEveryKindOfNumber(type: String, bytes: [UInt8], expected: [Float]) throws {
        let header = #"{"a":{"dtype":"\#(type)","shape":[\#(expected.count)],"data_offsets":[0,\#(bytes.count)]}}"#
        var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        data.append(Data(header.utf8))
        data.append(contentsOf: bytes)
        let path = folder.path("kinds.safetensors")
        try data.write(to: URL(fileURLWithPath: path))
        #expect(try Safetensors.read(path).parameters["a"] == Tensor(shape: [expected.count], values: expected))
    }

    @Test func keepsTheOldFileWhereTheNewCannotBeWritten() throws {
        let path = folder.path("kept.txt")
        try AtomicFile.write(to: path) { try $0.write(contentsOf: Data("old".utf8)) }
        struct Interrupted: Error {}
        #expect(throws: (any Error).self) {
            try AtomicFile.write(to: path) { handle in
                try handle.write(contentsOf: Data("half".utf8))
                throw Interrupted()
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    }
}
