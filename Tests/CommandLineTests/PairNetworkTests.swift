import Foundation
import Testing

/// Runs whose twins have weights of their own, and runs that learned to compare: every command measures pairs as `compare` does.
@Suite struct PairNetworkTests {
    enum Kind: String, CaseIterable {
        case learned
        case separate

        var field: String {
            switch self {
            case .learned:
                #""head": {"type": "similarity", "layers": [{"type": "linear", "features": 4}, {"type": "relu"}, {"type": "linear", "features": 1}]}"#
            case .separate: #""twins": {"type": "separate"}"#
            }
        }
    }

    private let scratch: ScratchFolder

    init() throws {
        scratch = try ScratchFolder()
        _ = try scratch.addImages()
    }

    private func train(_ kind: Kind) throws {
        let network = #"{"input": "1x16x16", "layers": [{"type": "flatten"}, {"type": "linear", "features": 6}], \#(kind.field)}"#
        try scratch.write(Data(network.utf8), to: "network.json")
        let answer = try Program.run(
            "train", "images", "--network", "network.json", "--batch", "8", "--steps", "3", "--threads", "1", "--precision",
            "f32",
            "--run", "run", "--plain", folder: scratch.path)
        try #require(answer.code == 0, "\(answer.text)")
    }

    private func use(_ command: String, _ arguments: String...) throws -> Program.Answer {
        try Program.run([command, "run"] + arguments, folder: scratch.path)
    }

    private func objects(_ answer: Program.Answer) throws -> [[String: Any]] {
        let json = try JSONSerialization.jsonObject(with: Data(answer.output.utf8))
        return try #require(json as? [[String: Any]] ?? (json as? [String: Any]).map { [$0] })
    }

    private func distance(_ answer: Program.Answer) throws -> Double {
        try #require(objects(answer).first?["distance"] as? Double)
    }

    @Test(arguments: Kind.allCases) func allCommandsMeasureAsCompareDoes(kind: Kind) throws {
        try train(kind)
        let (one, other) = ("images/class10/0.pgm", "images/class13/2.pgm")
        let compared = try distance(use("compare", one, other, "--json"))
        if kind == .separate {
            #expect(try abs(distance(use("compare", other, one, "--json")) - compared) > 1e-3, "the sides are different")
        }
        for _ in 0..<2 {
            let found = try objects(use("search", one, "images", "--top", "1000", "--json"))
            #expect(found.count == 48)
            let match = try #require(found.first { $0["file"] as? String == other }?["distance"] as? Double)
            #expect(abs(match - compared) < 1e-4)
        }
        try FileManager.default.createDirectory(atPath: scratch.path + "/support/known", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: scratch.path + "/" + other, toPath: scratch.path + "/support/known/example.pgm")
        #expect(abs(try distance(use("classify", "support", one, "--json")) - compared) < 1e-4)
    }

    @Test(arguments: Kind.allCases) func theThresholdCanBeOnesOwn(kind: Kind) throws {
        try train(kind)
        let (one, other) = ("images/class10/0.pgm", "images/class13/2.pgm")
        #expect(try use("compare", one, other, "--threshold", "1e9").code == 0)
        #expect(try use("compare", one, other, "--threshold", "-1e9").code == 1)
        let none = try objects(use("classify", "images", one, "--threshold", "-1e9", "--json"))
        #expect(none.first?["class"] is NSNull)
    }

    private static let copies = ["images/class10/0.pgm", "images/class11/copy.pgm"]

    private func copyImage() throws {
        try FileManager.default.copyItem(
            atPath: scratch.path + "/" + Self.copies[0], toPath: scratch.path + "/" + Self.copies[1])
    }

    private func expectCopies(_ groups: [[String: Any]]) {
        #expect(groups.contains { Set(Self.copies).isSubset(of: $0["files"] as? [String] ?? []) })
    }

    @Test func copiesNeedADistanceOfOnesOwnWhereTwinsAreSeparate() throws {
        try train(.separate)
        try copyImage()
        let refused = try use("duplicates", "images")
        #expect(refused.code == 64 && refused.error.contains("`--distance D`"))
        try expectCopies(objects(use("duplicates", "images", "--distance", "1e-5", "--json")))
    }

    @Test func copiesAreFoundAsWasLearned() throws {
        try train(.learned)
        try copyImage()
        let distance = try distance(use("compare", Self.copies[0], Self.copies[1], "--json"))
        let other = "images/class13/2.pgm"
        // Nothing can be nearer than a copy as far as the network has learned what it should; after three steps it may not have.
        try expectCopies(objects(use("duplicates", "images", "--distance", "\(distance + 1e-3)", "--json")))
        let nearer = try objects(use("duplicates", "images", "--distance", "\(distance - 1e-3)", "--json"))
        for group in nearer { #expect(group["largestDistance"] as? Double ?? 0 < distance) }
        let far = try self.distance(use("compare", Self.copies[0], other, "--json"))
        let groups = try objects(use("duplicates", "images", "--distance", "\(max(far, distance) + 1e-3)", "--json"))
        #expect(groups.contains { Set([Self.copies[0], other]).isSubset(of: $0["files"] as? [String] ?? []) })
    }

    @Test func aSideHasToBeChosen() throws {
        try train(.separate)
        #expect(try use("embed", "images", "-o", "none.npy").code == 64)
        #expect(try use("export", "-o", "none.onnx").code == 64)
        #expect(!scratch.contains("none.npy") && !scratch.contains("none.onnx"))
        var files: Set<Data> = []
        for side in ["left", "right"] {
            #expect(try use("embed", "images/class10", "-o", "out.npy", "--side", side).code == 0)
            files.insert(try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/out.npy")))
            #expect(try use("export", "-o", "out.onnx", "--sample", "out.safetensors", "--side", side).code == 0)
            files.insert(try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/out.onnx")))
            files.insert(try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/out.safetensors")))
        }
        #expect(files.count == 6)
    }

    @Test func whatWasLearnedIsExportedToo() throws {
        try train(.learned)
        let answer = try use("export", "-o", "out.onnx", "--head", "head.onnx", "--sample", "out.safetensors")
        #expect(answer.code == 0, "\(answer.text)")
        #expect(answer.output.contains("left [batch, 6], right [batch, 6] -> distances [batch]"))
        let model = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/head.onnx"))
        #expect(model.firstRange(of: Data("learned".utf8)) != nil)
        let refused = try Program.run("export", "--network", "conv4", "-o", "x.onnx", "--head", "y.onnx", folder: scratch.path)
        #expect(refused.code == 64 && !scratch.contains("x.onnx"))
    }
}
