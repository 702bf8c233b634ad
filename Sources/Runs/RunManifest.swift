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

    /// Whether a data set that was read again is still the one that the run was made with, image by image as far as figures tell.
    public func fits(_ setup: TrainingSetup) -> Bool {
        split == setup.split && normalization == setup.normalization && description.testPairs == setup.description.testPairs
            && description.dataset.images == setup.description.dataset.images
    }

    init(version: String, description: RunDescription, split: ClassSplit, normalization: PixelNormalization) {
        format = Self.currentFormat
        twinscope = version
        self.description = description
        self.split = split
        self.normalization = normalization
    }
}
