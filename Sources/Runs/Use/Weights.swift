import Foundation
import MetricLearning
import Networks
import Training

/// A checkpoint's file, read back: what is needed to use the network, and what was learned about its distances.
public struct Weights: Sendable {
    public let kind: CheckpointRecord.Kind
    public let step: Int
    /// The network's tensors in the file.
    public let parameters: ParameterSet
    private let file: String
    /// The distance below which a pair counts as genuine, chosen on validation; `nil` where the run had not been evaluated yet.
    public let threshold: Float?
    /// How likely a pair of a distance is genuine, fitted on validation.
    public let confidence: LogisticConfidence?

    /// Reads a run's checkpoint: the best one unless another is asked for, or the last where the best is not there.
    ///
    /// - Throws: `RunError` where the run has no checkpoint, or it is damaged.
    public init(of folder: String, _ kind: CheckpointRecord.Kind? = nil) throws {
        let kinds: [CheckpointRecord.Kind] = kind.map { [$0] } ?? [.best, .last]
        guard let found = kinds.first(where: { FileManager.default.fileExists(atPath: Self.path($0, in: folder)) }) else {
            throw RunError(
                "\(folder) has no \(kind.map { "\($0.rawValue) " } ?? "")checkpoint; train until the first one is saved",
                isMissingInput: true)
        }
        file = Self.path(found, in: folder)
        let (tensors, metadata) = try Safetensors.read(file)
        self.kind = found
        parameters = CheckpointFile.parameters(in: tensors)
        step = metadata[CheckpointMetadata.step].flatMap(Int.init) ?? 0
        threshold = metadata[CheckpointMetadata.threshold].flatMap(Float.init)
        if let slope = metadata[CheckpointMetadata.confidenceSlope].flatMap(Double.init),
            let intercept = metadata[CheckpointMetadata.confidenceIntercept].flatMap(Double.init)
        {
            confidence = LogisticConfidence(slope: slope, intercept: intercept)
        } else {
            confidence = nil
        }
    }

    /// The weights of a network, or of the part of one that is asked for.
    ///
    /// - Throws: `RunError` that names the first ones that the checkpoint lacks.
    public func parameters(for wanted: [ParameterInfo]) throws -> ParameterSet {
        try CheckpointFile.match(parameters, to: wanted, in: file)
    }

    private static func path(_ kind: CheckpointRecord.Kind, in folder: String) -> String {
        "\(folder)/checkpoints/\(kind.rawValue).safetensors"
    }
}

/// The names under which a checkpoint's file tells more than its tensors.
enum CheckpointMetadata {
    static let step = "step"
    /// What the trainer remembers, as JSON.
    static let trainer = "trainer"
    static let threshold = "threshold"
    static let confidenceSlope = "confidence_slope"
    static let confidenceIntercept = "confidence_intercept"
}
