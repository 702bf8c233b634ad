import Training

/// How much of the log is shown.
enum LogFilter: CaseIterable, Sendable {
    /// News; evaluations and checkpoints between two of them in one line.
    case news
    case everything
    case warnings
    case errors

    var title: String {
        switch self {
        case .news: "news"
        case .everything: "everything"
        case .warnings: "warnings and errors"
        case .errors: "errors"
        }
    }

    func lines(of log: [LogEntry]) -> [LogEntry] {
        switch self {
        case .news: folded(log)
        case .everything: log
        case .warnings: log.filter { $0.severity >= .warning }
        case .errors: log.filter { $0.severity >= .error }
        }
    }

    private func folded(_ log: [LogEntry]) -> [LogEntry] {
        var lines: [LogEntry] = []
        var routine: [LogEntry] = []
        for entry in log where entry.routine != .passing {
            if entry.routine != nil {
                routine.append(entry)
            } else {
                lines += Self.together(routine)
                lines.append(entry)
                routine = []
            }
        }
        return lines + Self.together(routine)
    }

    /// What the latest evaluation said, and how much more there was.
    private static func together(_ routine: [LogEntry]) -> [LogEntry] {
        guard routine.count > 2, var line = routine.last(where: { $0.routine == .evaluation }) else { return routine }
        let evaluations = routine.count { $0.routine == .evaluation }
        let checkpoints = routine.count - evaluations
        var parts = [count(evaluations, "evaluation")]
        if checkpoints > 0 { parts.append(count(checkpoints, "checkpoint")) }
        line.message = "\(parts.joined(separator: ", ")) · \(line.message)"
        return [line]
    }

    private static func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }
}
