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
        format = Self.currentFormat
        twinscope = version
        description = setup.description
        split = setup.split
        normalization = setup.normalization
    }
}
