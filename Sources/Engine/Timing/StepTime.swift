/// How long one piece of work of a layer took, over all the times it ran while `SiameseEngine.timingSteps` looked on.
public struct StepTime: Hashable, Sendable {
    public enum Work: String, Hashable, Sendable, Codable {
        case forward
        case backwardData = "backward data"
        case backwardWeights = "backward weights"
        /// The same numbers in another layout, or the sum of several gradients of one value.
        case carrying
        /// A loop of the engine's own, where oneDNN has no primitive.
        case loop
        /// Copies of the parameters brought up to date after the masters have changed.
        case refreshing
    }

    public let layer: String
    public let work: Work
    /// oneDNN's name of the implementation; `twinscope` for the engine's own kernels, empty for its loops.
    public let implementation: String
    /// Of what the step reads and writes in one run, each once: the least that it can bring from memory and back.
    public let bytes: Int
    public internal(set) var seconds: Double
    public internal(set) var runs: Int
}
