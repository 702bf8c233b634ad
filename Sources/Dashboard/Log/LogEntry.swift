import Training

/// A line of the log.
struct LogEntry: Hashable, Sendable {
    /// What comes again and again, and is told of together.
    enum Routine: Hashable, Sendable {
        case evaluation
        case checkpoint
        /// From training to evaluating and back.
        case state
    }

    let step: Int
    let elapsed: Double
    let severity: Notice.Severity
    var message: String
    let advice: String?
    /// `nil` for what is news.
    var routine: Routine?
}
