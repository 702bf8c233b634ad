/// What a run's network says about two images.
public struct Verdict: Codable, Hashable, Sendable {
    public var distance: Float
    /// The distance below which a pair counts as genuine, chosen on validation.
    public var threshold: Float
    /// Whether both show the same class.
    public var same: Bool
    /// The probability that they do, 0 to 1, where genuine pairs are as frequent as in validation; `nil` for runs of older versions.
    public var confidence: Double?
}
