import Datasets
import Training

/// `run.json`: everything needed to repeat a run and to use its network.
public struct RunManifest: Codable, Sendable {
    public static let currentFormat = 1

    public var format: Int
    public var twinscope: String
    public var description: RunDescription
    public var split: ClassSplit
    public var normalization: PixelNormalization

    public init(version: String, setup: TrainingSetup) {
        self.init(
            version: version, description: setup.description, split: setup.split, normalization: setup.normalization)
    }

    init(version: String, description: RunDescription, split: ClassSplit, normalization: PixelNormalization) {
        format = Self.currentFormat
        twinscope = version
        self.description = description
        self.split = split
        self.normalization = normalization
    }
}
