import Datasets
import Foundation
import Training

/// `run.json`: everything needed to repeat a run and to use its network.
public struct RunManifest: Codable, Sendable {
    public static let currentFormat = 1

    public var format: Int
    public var twinscope: String
    public var description: RunDescription
    public var split: ClassSplit
    public var normalization: PixelNormalization
    /// The data set as it was, by the names and the contents of its images; runs of before have no such record.
    public var data: DatasetRecord?

    public init(version: String, setup: TrainingSetup) {
        self.init(
            version: version, description: setup.description, split: setup.split, normalization: setup.normalization)
        data = setup.record
    }

    /// Whether a data set that was read again is still the one that the run was made with, image by image as far as figures tell.
    public func fits(_ setup: TrainingSetup) -> Bool {
        split == setup.split && normalization == setup.normalization && description.testPairs == setup.description.testPairs
            && description.dataset.images == setup.description.dataset.images
            && data.map { $0.holdsTheSame(as: setup.record) } ?? true
    }

    init(version: String, description: RunDescription, split: ClassSplit, normalization: PixelNormalization) {
        format = Self.currentFormat
        twinscope = version
        self.description = description
        self.split = split
        self.normalization = normalization
    }
}

extension RunManifest {
    /// As it is written into `run.json`: for people to read, with a line for each class of images, since there may be many thousands.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var bare = self
        bare.data = nil
        let json = try encoder.encode(bare)
        guard let data else { return json }
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func line(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
        var members = ["\"layout\" : \(try line(data.layout))", "\"path\" : \(try line(data.path))"]
        if let labels = data.labels { members.append("\"labels\" : \(try line(labels))") }
        if let pairs = data.pairs { members.append("\"pairs\" : \(try line(pairs))") }
        for (name, classes) in [("training", data.training), ("validation", data.validation), ("test", data.test)] {
            let lines = try classes.map { "\n      " + (try line($0)) }
            members.append("\"\(name)\" : [\(lines.joined(separator: ","))\(lines.isEmpty ? "" : "\n    ")]")
        }
        let record = ",\n  \"data\" : {\n    " + members.joined(separator: ",\n    ") + "\n  }\n}"
        // The last brace and its line end make room.
        return json.dropLast(2) + Data(record.utf8)
    }
}
