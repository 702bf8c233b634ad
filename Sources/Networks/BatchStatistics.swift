/// Over which images of a batch of pairs normalisation takes its mean and variance while it trains.
public enum BatchStatistics: String, Hashable, Sendable, Codable, CaseIterable {
    /// Over the left and the right images together: one pass over `2N` images.
    case joint
    /// Over each side alone, left first, as two forward calls in PyTorch give them: running statistics move twice a step.
    case branchwise
}
