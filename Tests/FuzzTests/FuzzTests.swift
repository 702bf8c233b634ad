import Datasets
import Foundation
import Interchange
import Networks
import Runs
import Testing
import Training

/// Every parser is given damaged files: it may refuse them, but neither crash nor take memory without bound.
///
/// A few hundred changes of each file by default. For longer: `TWINSCOPE_FUZZ=100000 swift test --filter FuzzTests`, and
/// `TWINSCOPE_FUZZ_SEED` for other ones.
@Suite(.serialized) struct FuzzTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let changes = environment["TWINSCOPE_FUZZ"].flatMap(Int.init) ?? 150
    private static let seed = environment["TWINSCOPE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

    private static func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: corpus.appending(path: name))) }

    /// Writes changed contents to a file of a folder and hands the folder and the file to `parse`.
    private func fuzz(
        _ original: [UInt8], as name: String, beside others: [String] = [], _ parse: (String, String) throws -> Void
    ) throws {
        let folder = NSTemporaryDirectory() + "twinscope-fuzz-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for other in others { try Data(Self.bytes(other)).write(to: URL(filePath: folder + "/" + other)) }
        let file = folder + "/" + name
        var mutator = Mutator(seed: Self.seed)
        var (accepted, refused) = (0, 0)
        for change in 0...Self.changes {
            let bytes = change == 0 ? original : mutator.changed(original)
            try Data(bytes).write(to: URL(filePath: file))
            do {
                try parse(folder, file)
                accepted += 1
            } catch {
                #expect(change > 0, "the file itself is whole: \(error)")
                refused += 1
            }
        }
        #expect(accepted > 0 && accepted + refused == Self.changes + 1)
        #expect(Self.peakMemory < 4 << 30, "memory is bounded")
    }

    /// As Linux tells it; zero elsewhere.
    private static var peakMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first).flatMap { Int($0) }.map { $0 << 10 } ?? 0
    }

    @Test(arguments: [
        "colour.png", "palette.png", "bits.png", "colour.jpg", "progressive.jpg", "cmyk.jpg", "grey.pgm", "plain.ppm",
    ])
    func images(name: String) throws {
        try fuzz(Self.bytes(name), as: name) { _, file in _ = try ImageDecoder.decode(contentsOf: file) }
    }

    @Test func recordsOfIDX() throws {
        try fuzz(Self.bytes("images.idx3-ubyte"), as: "images.idx3-ubyte") { _, file in
            // Without labels it is one class, which is refused in the end; the file is read all the same.
            do { _ = try ImageDataset.open(file) } catch let error as DatasetError where "\(error)".contains("label") {}
        }
    }

    @Test(arguments: ["pairs.csv", "pairs.json"])
    func listsOfPairs(name: String) throws {
        try fuzz(Self.bytes(name), as: name) { _, file in
            do { _ = try ImageDataset.open(file) } catch let error as DatasetError where !error.isMissingInput {}
        }
    }

    @Test func annotations() throws {
        try fuzz(Self.bytes("voc/one.xml"), as: "one.xml", beside: ["colour.jpg"]) { folder, _ in
            do { _ = try ImageDataset.open(folder) } catch let error as DatasetError where !error.isMissingInput {}
        }
    }

    @Test func networks() throws {
        try fuzz(Self.bytes("network.json"), as: "network.json") { _, file in
            let spec = try JSONDecoder().decode(NetworkSpec.self, from: Data(contentsOf: URL(filePath: file)))
            _ = try NetworkGraph(spec)
        }
    }

    @Test(arguments: ["parameters.pth", "deflated.pth", "plain.safetensors"])
    func weights(name: String) throws {
        try fuzz(Self.bytes(name), as: name) { _, file in _ = try PretrainedWeights(reading: file) }
    }

    @Test func events() throws {
        let edit = Event.edit(Edit(step: 3, elapsed: 1.5, setting: .margin, old: 1, new: 2))
        let notice = Event.notice(Notice(step: 3, elapsed: 1, severity: .warning, message: "a \"word\"", advice: nil))
        let lines = try [edit, notice].map { try JSONEncoder().encode($0) + Data("\n".utf8) }
        try fuzz(Array(lines.joined()), as: "events.jsonl") { _, file in
            for line in try Data(contentsOf: URL(filePath: file)).split(separator: 10) {
                _ = try? JSONDecoder().decode(Event.self, from: Data(line))
            }
        }
    }
}
