/// How long a training waits for what is outside of it to come back: its images, or room for its last checkpoint.
struct Patience: Sendable {
    /// Seconds between two attempts.
    var interval = 2.0
    /// Seconds until it gives up.
    var limit = 600.0
    /// The same where somebody waits for the end.
    var limitOfEnd: Double { min(limit, 30) }
}
