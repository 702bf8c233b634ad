import Training

/// A sentence that stays for a moment.
struct Toast: Hashable, Sendable {
    let message: String
    let severity: Notice.Severity
    let expiresAt: Double

    static let seconds = 5.0
}

/// What was said, the latest last; bounded.
struct Messages: Sendable {
    private(set) var log: [LogEntry] = []
    private(set) var toast: Toast?

    private static let mostEntries = 5_000

    mutating func append(_ entry: LogEntry) {
        if log.count >= Self.mostEntries { log.removeFirst(Self.mostEntries / 5) }
        log.append(entry)
    }

    mutating func show(_ message: String, _ severity: Notice.Severity, now: Double) {
        toast = Toast(message: message, severity: severity, expiresAt: now + Toast.seconds)
    }

    mutating func hideToast() { toast = nil }

    /// - Returns: whether the toast went away.
    mutating func expire(now: Double) -> Bool {
        guard let current = toast, now >= current.expiresAt else { return false }
        toast = nil
        return true
    }
}
