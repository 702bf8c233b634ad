import Networks

/// How an engine is to run a network.
public struct EngineOptions: Sendable {
    /// Images in a training step: two for every pair.
    public var images: Int
    public var threads: Int
    public var optimizer: OptimizerSpec
    public var dropoutSeed: UInt64
    public var precision: Precision
    /// Overrides what `precision` decides, so that a test can hold Winograd to the reference on a processor that prefers another.
    var forcedArithmetic: Arithmetic?
    /// Images in one pass of inference; the last pass may have fewer.
    public var inferenceImages: Int
    /// Factors on the learning rate, by layer name (`conv1`); layers that are not named have 1.
    public var learningRateFactors: [String: Float]
    /// The Euclidean norm that gradients are scaled down to before an update, where they exceed it.
    public var gradientClip: Float?
    public var batchStatistics: BatchStatistics
    public var batchLayout: BatchLayout
    /// Whether `backward` can be asked for the gradient with respect to the images. Offering it costs some memory; only passes that
    /// ask for it take longer.
    public var offersInputGradient: Bool

    /// What the images of a training pass are to each other.
    public enum BatchLayout: Sendable {
        /// The left images of all pairs, then the right ones.
        case pairs
        /// Images of some classes, P classes with K images each, that losses pair themselves.
        case images
    }

    public init(
        images: Int = 64, threads: Int = 1, optimizer: OptimizerSpec = .adamDefault, dropoutSeed: UInt64 = 0,
        precision: Precision = .f32, inferenceImages: Int = 32, learningRateFactors: [String: Float] = [:],
        gradientClip: Float? = nil, batchStatistics: BatchStatistics = .joint, batchLayout: BatchLayout = .pairs,
        offersInputGradient: Bool = false
    ) {
        self.images = images
        self.threads = threads
        self.optimizer = optimizer
        self.dropoutSeed = dropoutSeed
        self.precision = precision
        self.inferenceImages = inferenceImages
        self.learningRateFactors = learningRateFactors
        self.gradientClip = gradientClip
        self.batchStatistics = batchStatistics
        self.batchLayout = batchLayout
        self.offersInputGradient = offersInputGradient
    }

    /// Whether `precision` leaves it to the plan how each layer multiplies.
    var choosesPerLayer: Bool { precision == .auto && forcedArithmetic == nil }
}
