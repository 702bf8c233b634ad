import Foundation
import MetricLearning

/// Everything that an evaluation found out about a run's network. Parts that were not asked for are not there.
public struct EvaluationReport: Codable, Sendable {
    public var run: String
    /// `best` or `last`.
    public var checkpoint: String
    public var step: Int
    public var seed: UInt64
    /// What a person should know beside the figures, a sentence each.
    public var remarks: [String] = []
    public var verification: VerificationReport?
    public var oneShot: OneShotReport?
    public var oneShotRuns: OneShotRunsReport?
    public var retrieval: RetrievalReport?

    public init(_ evaluation: RunEvaluation, seed: UInt64) {
        run = evaluation.model.folder
        checkpoint = evaluation.model.weights.kind.rawValue
        step = evaluation.model.weights.step
        self.seed = seed
    }

    /// JSON for scripts, with sorted keys; what is infinite stands there as a string.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// A figure with the interval that resampling the identities gives it, 95 % of the resamples; none where none was asked for.
public struct Estimate: Codable, Hashable, Sendable {
    public var value: Float
    public var low: Float?
    public var high: Float?

    init(_ value: Float, _ interval: ClosedRange<Float>?) {
        self.value = value
        low = interval?.lowerBound
        high = interval?.upperBound
    }
}

/// How well the distances tell pairs of one class from pairs of two.
public struct VerificationReport: Codable, Sendable {
    /// Share of genuine pairs that are accepted where at most `falseAcceptRate` of the impostors are.
    public struct TrueAccepts: Codable, Sendable {
        public var falseAcceptRate: Float
        /// `nil` where there are fewer than `1 / falseAcceptRate` impostor pairs: so few cannot tell.
        public var trueAcceptRate: Estimate?
    }

    public struct Accuracy: Codable, Sendable {
        public var threshold: Float
        /// Share of all pairs that are judged rightly.
        public var accuracy: Estimate
        /// The same with genuine and impostor pairs counting half each, however many there are.
        public var balancedAccuracy: Estimate
    }

    public struct Folds: Codable, Sendable {
        public var accuracy: Float
        public var standardError: Float
        public var folds: [FoldedAccuracy.Fold]
    }

    /// Where the pairs are from.
    public var pairs: String
    /// How much of their images was trained on; `nil` for a run that did not keep what its images were.
    public var trainedOn: Exposure?
    public var genuinePairs: Int
    public var impostorPairs: Int
    /// Classes that the pairs are of; what the intervals resample.
    public var identities: Int
    /// Pairs that were left out, since an image of theirs cannot be read.
    public var droppedPairs: Int
    public var genuineDistance: Float
    public var impostorDistance: Float
    public var areaUnderROC: Estimate
    public var equalErrorRate: Estimate
    public var equalErrorThreshold: Float
    public var trueAccepts: [TrueAccepts]
    /// At the threshold that was chosen on the run's validation pairs; `nil` where the run has none.
    public var atRunThreshold: Accuracy?
    /// At the best threshold for these very pairs: optimistic.
    public var atBestThreshold: Accuracy
    /// Where the pairs are listed in folds, as in Labeled Faces in the Wild.
    public var folds: Folds?
    /// The corners of the ROC and DET curves.
    public var curve: [Verification.Rates]
}

/// N-way K-shot accuracy over random episodes.
public struct OneShotReport: Codable, Sendable {
    /// As in `VerificationReport`.
    public var trainedOn: Exposure?
    public var way: Int
    public var shots: Int
    /// Whether all classes of an episode were of one group.
    public var withinGroup: Bool
    public var classes: Int
    public var result: OneShotResult
}

/// Given runs of one-shot trials, in the folders of the Omniglot challenge.
public struct OneShotRunsReport: Codable, Sendable {
    public struct Run: Codable, Sendable {
        public var name: String
        public var way: Int
        public var result: OneShotResult
    }

    /// As in `VerificationReport`.
    public var trainedOn: Exposure?
    public var runs: [Run]
    public var result: OneShotResult
}

public struct OneShotResult: Codable, Sendable {
    public var trials: Int
    public var right: Int
    public var accuracy: Double
    public var error: Double
    /// Of the accuracy, 95 % (Wilson).
    public var low: Double
    public var high: Double

    init(_ proportion: Proportion) {
        trials = proportion.total
        right = proportion.right
        accuracy = proportion.value
        error = 1 - proportion.value
        (low, high) = (proportion.interval.lowerBound, proportion.interval.upperBound)
    }
}

/// How well images find the others of their class among all.
public struct RetrievalReport: Codable, Sendable {
    public struct Recall: Codable, Sendable {
        public var k: Int
        public var value: Double
    }

    /// As in `VerificationReport`.
    public var trainedOn: Exposure?
    public var images: Int
    /// Images with another one of their class.
    public var queries: Int
    public var recall: [Recall]
    public var precisionAt1: Double
    public var rPrecision: Double
    public var meanAveragePrecisionAtR: Double
}
