/// The rule of every verdict in this project: two images count as the same where their distance is below the threshold.
///
/// A distance that equals the threshold is rejected, and so is one that is not a number. Whatever judges a pair, or counts pairs on
/// one side of a threshold, asks here, so that no figure can follow another rule than `compare` does.
public enum AcceptanceRule {
    /// Whether a pair of this distance is taken for genuine.
    public static func accepts(_ distance: Float, at threshold: Float) -> Bool { distance < threshold }

    /// Share of pairs judged rightly at a threshold; `nil` of none. Unlike `Verification` it does with pairs of one kind. O(n).
    ///
    /// - Precondition: one label a distance.
    public static func accuracy(of distances: some Collection<Float>, same: some Collection<Bool>, at threshold: Float) -> Float?
    {
        precondition(distances.count == same.count, "there must be one label a distance")
        guard !distances.isEmpty else { return nil }
        let right = zip(distances, same).count { accepts($0, at: threshold) == $1 }
        return Float(right) / Float(distances.count)
    }
}
