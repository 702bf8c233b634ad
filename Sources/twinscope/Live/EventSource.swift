import Runs
import Training

/// Where the events of a shown run come from.
protocol EventSource {
    /// What has come since the last call.
    mutating func receive() -> [Event]
    /// Whether the next call is likely to have more at once.
    var hasMore: Bool { get }
    /// Whether the run is being trained, by whomever.
    var isWritten: Bool { get }
    /// Whether the events began anew since the last call: forget what came before.
    mutating func takeRestart() -> Bool
    /// Why events are missing, once.
    mutating func takeProblem() -> String?
}

/// The training of this very program.
struct LiveEvents: EventSource {
    let channel: EventChannel

    func receive() -> [Event] { channel.receive() }
    var hasMore: Bool { false }
    var isWritten: Bool { !channel.isFinished }
    func takeRestart() -> Bool { false }
    func takeProblem() -> String? { nil }
}

/// A run's folder, read piece by piece and then followed while another program writes it.
struct RecordedEvents: EventSource {
    private let run: RunReader
    private var log: EventLog
    private var problem: String?
    private var nextLook = 0.0
    private var hasRestarted = false
    private(set) var isWritten: Bool
    private(set) var hasMore = true

    /// Looking at a file costs little, yet not nothing.
    private static let secondsBetweenLooks = 0.25

    init(_ run: RunReader) {
        self.run = run
        log = run.log
        isWritten = run.isLive
    }

    mutating func receive() -> [Event] {
        guard hasMore || Clock.now >= nextLook else { return [] }
        nextLook = Clock.now + Self.secondsBetweenLooks
        // Asked before reading, so that a last line is not missed.
        let wasWritten = run.isLive
        var events: [Event] = []
        do {
            if try !hasMore && log.beginsAnew() { hasRestarted = true }
            let damagedBefore = log.damagedLines
            hasMore = try !log.readNew(pieces: 1) { events.append($0) }
            if log.damagedLines > damagedBefore { problem = "\(log.damagedLines) damaged lines of events.jsonl were left out" }
            isWritten = wasWritten
        } catch {
            if hasMore || isWritten { problem = String(describing: error) }
            (hasMore, isWritten) = (false, false)
        }
        return events
    }

    mutating func takeRestart() -> Bool {
        defer { hasRestarted = false }
        return hasRestarted
    }

    mutating func takeProblem() -> String? {
        defer { problem = nil }
        return problem
    }
}
