import MetricLearning
import Networks

/// What a run is: everything needed to show it, and with the data set to repeat it.
public struct RunDescription: Codable, Sendable, Equatable {
    public var name: String
    /// ISO 8601.
    public var startedAt: String
    public var network: NetworkSpec
    public var options: TrainingOptions
    public var dataset: DatasetSummary
    /// Steps in one epoch, one epoch being as many pairs as there are training images.
    public var stepsPerEpoch: Int
    /// What the run will end at, where it is known beforehand.
    public var totalSteps: Int?
    public var totalSeconds: Double?
    /// Pairs of images that are in neither training nor validation; shown and judged, never chosen on.
    public var testPairs: [PairDescription]
    /// The file that the first weights are from, where the seed did not draw them all.
    public var pretrained: String?

    public init(
        name: String, startedAt: String, network: NetworkSpec, options: TrainingOptions, dataset: DatasetSummary,
        stepsPerEpoch: Int, totalSteps: Int?, totalSeconds: Double?, testPairs: [PairDescription]
    ) {
        self.name = name
        self.startedAt = startedAt
        self.network = network
        self.options = options
        self.dataset = dataset
        self.stepsPerEpoch = stepsPerEpoch
        self.totalSteps = totalSteps
        self.totalSeconds = totalSeconds
        self.testPairs = testPairs
    }
}

extension RunDescription {
    /// How embeddings are compared, in training and ever after.
    public var distance: Distance { options.loss.distance }

    /// What its network is called before the first step.
    public var wordBeforeTraining: String { pretrained == nil ? "untrained" : "pretrained" }
}

public struct DatasetSummary: Codable, Sendable, Equatable {
    /// Where it was, absolute: a folder, a list or an IDX file. Runs of before had its folder as a person named it.
    public var path: String
    public var images: Int
    public var classes: Int
    public var trainingClasses: Int
    public var validationClasses: Int
    public var testClasses: Int
    /// Files that could not be decoded and were left out.
    public var brokenFiles: Int
    /// Where the data set's own folders are the split: their names, as words.
    public var splitFolders: String?

    public init(
        path: String, images: Int, classes: Int, trainingClasses: Int, validationClasses: Int, testClasses: Int,
        brokenFiles: Int, splitFolders: String? = nil
    ) {
        self.path = path
        self.images = images
        self.classes = classes
        self.trainingClasses = trainingClasses
        self.validationClasses = validationClasses
        self.testClasses = testClasses
        self.brokenFiles = brokenFiles
        self.splitFolders = splitFolders
    }

    /// What was held out, for people.
    public var split: String {
        if validationClasses == 0, testClasses == 0 { return "listed pairs" }
        let folders = splitFolders.map { " (the folders \($0))" } ?? ""
        if trainingClasses + max(validationClasses, testClasses) > classes {
            return "\(classes) classes, the images of each divided\(folders)"
        }
        return "\(trainingClasses) classes to train, \(validationClasses) to validate, \(testClasses) to test\(folders)"
    }
}

/// Two images and whether they show the same class.
public struct PairDescription: Codable, Sendable, Equatable {
    public struct Side: Codable, Sendable, Hashable {
        /// Relative to the data set's folder.
        public var file: String
        public var className: String

        public init(file: String, className: String) {
            self.file = file
            self.className = className
        }
    }

    public var left: Side
    public var right: Side
    public var same: Bool

    public init(left: Side, right: Side, same: Bool) {
        self.left = left
        self.right = right
        self.same = same
    }
}
