import Training

/// A line of the log.
struct LogEntry: Hashable, Sendable {
    /// A kind of entry that repeats, and is summed up in one line.
    enum Routine: Hashable, Sendable {
        case evaluation
        case checkpoint
        /// On the way to what another line tells: from training to evaluating and back, and what a person has asked for.
        case passing
    }

    let step: Int
    let elapsed: Double
    let severity: Notice.Severity
    var message: String
    let advice: String?
    /// Of a verdict: what it comes down to depends on whether the run can be steered where it is read.
    var remedy: RunVerdict.Remedy?
    /// `nil` for what is news.
    var routine: Routine?

    func holds(_ text: String) -> Bool {
        text.isEmpty || [message, advice ?? ""].contains { $0.lowercased().contains(text.lowercased()) }
    }
}
