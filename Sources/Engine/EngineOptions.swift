import Networks

/// How an engine is built. All of it is fixed for the engine's life.
public struct EngineOptions: Sendable {
    /// Images in a training batch: twice as many as pairs.
    public var images: Int
    /// Threads that oneDNN's primitives run on.
    public var threads: Int
    public var optimizer: OptimizerSpec
    public var dropoutSeed: UInt64
    /// Images of one inference pass; larger requests are cut into such chunks.
    public var inferenceImages: Int

    public init(
        images: Int, threads: Int, optimizer: OptimizerSpec = .adamDefault, dropoutSeed: UInt64 = 0, inferenceImages: Int = 64
    ) {
        self.images = images
        self.threads = threads
        self.optimizer = optimizer
        self.dropoutSeed = dropoutSeed
        self.inferenceImages = inferenceImages
    }
}
