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
    /// Why reading had to stop, once.
    mutating func takeProblem() -> String?
}

/// The training of this very program.
struct LiveEvents: EventSource {
    let channel: EventChannel

    func receive() -> [Event] { channel.receive() }
    var hasMore: Bool { false }
    var isWritten: Bool { !channel.isFinished }
    func takeProblem() -> String? { nil }
}

/// A run's folder, read piece by piece and then followed while another program writes it.
struct RecordedEvents: EventSource {
    private var follower: RunFollower
    private var problem: String?
    private var nextLook = 0.0
    private(set) var isWritten: Bool
    private(set) var hasMore = true

    /// Looking at a file costs little, yet not nothing.
    private static let secondsBetweenLooks = 0.25

    init(_ run: RunReader) {
        follower = RunFollower(folder: run.folder)
        isWritten = follower.isWritten
    }

    mutating func receive() -> [Event] {
        guard hasMore || Clock.now >= nextLook else { return [] }
        nextLook = Clock.now + Self.secondsBetweenLooks
        let wasWritten = follower.isWritten
        do {
            let damagedBefore = follower.damagedLines
            let events = try follower.next()
            if follower.damagedLines > damagedBefore {
                problem = "\(follower.damagedLines) damaged lines of events.jsonl were left out"
            }
            hasMore = !follower.isAtEnd
            // Asked before reading: what came after the last answer is read once more.
            isWritten = wasWritten
            return events
        } catch {
            if hasMore || isWritten { problem = String(describing: error) }
            (hasMore, isWritten) = (false, false)
            return []
        }
    }

    mutating func takeProblem() -> String? {
        defer { problem = nil }
        return problem
    }
}
