import Foundation
import Networks
import Runs
import TestSupport
import Testing

@testable import Interchange

/// Files that PyTorch wrote (Tests/Fixtures/make_pytorch_files.py).
@Suite struct PyTorchFileTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/pytorch")

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    private func expected() throws -> ParameterSet {
        var tensors = try Safetensors.read(Self.path("plain.safetensors")).parameters
        // The script's writer has no shape of no dimensions.
        tensors["scalar"] = Tensor(shape: [], values: [2.5])
        tensors["bn1.num_batches_tracked"] = Tensor(shape: [], values: [0])
        return tensors
    }

    @Test(arguments: ["plain.pth", "protocol4.pth", "checkpoint.pth", "deflated.pth"])
    func readsWhatPyTorchWrote(name: String) throws {
        let weights = try PretrainedWeights(reading: Self.path(name))
        let expected = try expected()
        #expect(Set(weights.tensors.names) == Set(expected.names))
        for (name, tensor) in expected { #expect(weights.tensors[name] == tensor, "\(name)") }
        #expect(weights.others == [])
    }

    @Test func readsSafetensorsToo() throws {
        let weights = try PretrainedWeights(reading: Self.path("plain.safetensors"))
        #expect(weights.tensors["part"]?.values == [0.625, 0.75, 0.875, 1])
    }

    @Test func refusesToRunAnything() throws {
        #expect {
            try PretrainedWeights(reading: Self.path("whole-model.pth"))
        } throws: { error in
            "\(error)".contains("torch.nn.modules.container.Sequential") && "\(error)".contains("state_dict()")
        }
    }

    @Test func refusesMissingAndOldFiles() throws {
        let folder = TemporaryFolder()
        #expect(throws: InterchangeError.self) { try PretrainedWeights(reading: folder.path("absent.pth")) }
        try Data([0x80, 0x02, 0x8A, 0x0A]).write(to: URL(filePath: folder.path("old.pth")))
        #expect {
            try PretrainedWeights(reading: folder.path("old.pth"))
        } throws: { error in
            "\(error)".contains("1.6")
        }
    }

    @Test func everyTruncationIsAnError() throws {
        let whole = try Data(contentsOf: Self.folder.appending(path: "parameters.pth"))
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: InterchangeError.self) { try PyTorchFile.tensors(in: whole.prefix(length)) }
        }
    }

    /// Whatever is changed in the pickle, the answer is a sentence or tensors that fill their shapes, never a crash.
    @Test func changedPicklesAreSurvived() throws {
        let archive = try ZipArchive(try Data(contentsOf: Self.folder.appending(path: "plain.pth")))
        let pickle = [UInt8](try archive.contents(of: "plain/data.pkl"))
        var generator = SeededGenerator(seed: 1)
        var refusals = 0
        for _ in 0..<2000 {
            var changed = pickle
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                changed[Int.random(in: 0..<changed.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            do {
                var reader = try PickleReader(Data(changed))
                _ = try reader.read()
            } catch is InterchangeError {
                refusals += 1
            }
        }
        #expect(refusals > 500)
    }

    @Test func deepNestingIsNoTrouble() throws {
        // An empty tuple, wrapped a million times.
        var reader = try PickleReader(Data([0x29] + Array(repeating: 0x85, count: 1_000_000) + [0x2E]))
        guard case .tuple = try reader.read() else {
            Issue.record("a tuple is expected")
            return
        }
    }

    /// A hundred thousand sides, kept once in the file, would be copied for each tensor that names them.
    @Test func noTensorHasMoreDimensionsThanPyTorchAllows() throws {
        func text(_ text: String) -> [UInt8] { [0x58, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) }
        func tensor(sides: Int) -> [UInt8] {
            let shape: [UInt8] = [0x28] + (0..<sides).flatMap { _ in [0x4B, 1] as [UInt8] } + [0x74, 0x71, 1]
            let names = [Array("ctorch._utils\n_rebuild_tensor_v2\n".utf8), Array("ctorch\nFloatStorage\n".utf8)]
            let storage: [UInt8] = [0x28] + text("storage") + names[1] + text("0") + text("cpu") + [0x4B, 1, 0x74, 0x51]
            return shape + names[0] + [0x28] + storage + [0x4B, 0, 0x68, 1, 0x68, 1, 0x89, 0x4E, 0x74, 0x52, 0x2E]
        }
        var reader = try PickleReader(Data(tensor(sides: 64)))
        guard case .tensor = try reader.read() else {
            Issue.record("a tensor is expected")
            return
        }
        var wide = try PickleReader(Data(tensor(sides: 65)))
        #expect(throws: InterchangeError.self) { try wide.read() }
    }

    @Test(arguments: [
        // os.system("x"), the classic attack.
        "cos\nsystem\n\u{28}X\u{01}\u{00}\u{00}\u{00}xtR.",
        // Marks and values that are not there.
        "t.", "\u{28}.", "R.", "b.", "s.", "q\u{00}.", "h\u{07}.", "Q.", "\u{28}\u{28}tt",
        // A text longer than the file.
        "X\u{7F}\u{7F}\u{7F}\u{7F}abc.",
    ])
    func hostilePicklesAreRefused(text: String) throws {
        #expect(throws: InterchangeError.self) {
            var reader = try PickleReader(Data(text.utf8))
            _ = try reader.read()
        }
    }
}
