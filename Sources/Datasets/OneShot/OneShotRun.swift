import Foundation

/// A run of one-shot trials in the folders of the Omniglot challenge (Lake, Salakhutdinov, Tenenbaum 2015): `training/classNN.png`,
/// one image for each class, `test/itemNN.png`, and `class_labels.txt`, a line for each test image with the training image of its class.
public struct OneShotRun: Sendable, Equatable {
    public struct Trial: Sendable, Equatable {
        /// Path of the test image.
        public let query: String
        /// The place of its class in `supports`.
        public let answer: Int

        public init(query: String, answer: Int) {
            self.query = query
            self.answer = answer
        }
    }

    public let name: String
    /// Paths of the training images, one for each class.
    public let supports: [String]
    public let trials: [Trial]

    /// Reads a folder of runs, or a single run.
    /// - Throws: `DatasetError` where there is none, or labels name an image that is not there.
    public static func read(_ path: String) throws -> [OneShotRun] {
        guard FileKind(at: path) != .missing else {
            throw DatasetError("\(path) does not exist; give a folder of one-shot runs", isMissingInput: true)
        }
        if FileKind(at: "\(path)/\(labelsName)") == .file { return [try OneShotRun(folder: path)] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let runs = names.sorted().map { "\(path)/\($0)" }.filter { FileKind(at: "\($0)/\(labelsName)") == .file }
        guard !runs.isEmpty else {
            throw DatasetError(
                "\(path) holds no run of one-shot trials; give a folder with runNN/\(labelsName), training and test")
        }
        return try runs.map(OneShotRun.init(folder:))
    }

    private static let labelsName = "class_labels.txt"

    private init(folder: String) throws {
        let labels = "\(folder)/\(Self.labelsName)"
        do {
            let text = String(decoding: try FileBytes.read(labels, limit: 16 << 20), as: UTF8.self)
            let pairs = try text.split(whereSeparator: \.isNewline).enumerated().map { number, line in
                let files = line.split(whereSeparator: \.isWhitespace).map(String.init)
                guard files.count == 2 else {
                    throw DatasetError(
                        "has \(files.count) names in line \(number + 1), where a test and a training image are expected")
                }
                return (query: try Self.find(files[0], folder), support: try Self.find(files[1], folder))
            }
            let supports = Self.allBeside(pairs.map(\.support))
            guard supports.count > 1 else { throw DatasetError("names fewer than two classes to choose from") }
            let places = Dictionary(uniqueKeysWithValues: supports.enumerated().map { ($1, $0) })
            trials = pairs.map { Trial(query: $0.query, answer: places[$0.support] ?? 0) }
            self.supports = supports
            name = URL(fileURLWithPath: folder).lastPathComponent
        } catch let error as DatasetError {
            throw DatasetError("\(labels) \(error)")
        }
    }

    /// A class that is never the right answer is a choice too: all images in the folders of the training images that are named.
    private static func allBeside(_ named: [String]) -> [String] {
        let folders = Set(named.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path })
        let beside = folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter(ImageFormat.isPromised).map {
                "\(folder)/\($0)"
            }
        }
        return Set(named + beside).sorted()
    }

    /// Names count from the folder above the run, as in the challenge, or from the run itself.
    private static func find(_ file: String, _ folder: String) throws -> String {
        let above = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        guard let found = ["\(above)/\(file)", "\(folder)/\(file)"].first(where: { FileKind(at: $0) == .file }) else {
            throw DatasetError("names \(file), which is not there")
        }
        return found
    }
}
