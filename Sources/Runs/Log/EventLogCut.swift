import Foundation
import Training

/// Where the log of a run is cut before training goes on from a checkpoint: what came after it is going to happen again.
struct EventLogCut {
    /// Bytes that stay.
    private(set) var length = 0
    /// The last step in the log, whether it stays or not.
    private(set) var lastStep = 0
    /// Lines that stay although nobody understands them.
    private(set) var damagedLines = 0
    /// Whether the run's `started` is among what stays.
    private(set) var hasStart = false

    /// - Parameter step: the checkpoint's; `nil` where there is none, so that only the run's start stays.
    init(folder: String, checkpointStep step: Int?) throws {
        var log = EventLog(folder: folder)
        var isBeyond = false
        var damagedLines = 0
        try log.readNewEvents { event, end in
            guard let event else {
                damagedLines += 1
                return
            }
            if case .step(let metrics) = event { lastStep = max(lastStep, metrics.step) }
            if case .started = event { hasStart = true }
            if Self.isBeyond(event, step) { isBeyond = true }
            if !isBeyond, Self.stays(event, step) {
                length = end
                self.damagedLines = damagedLines
            }
        }
    }

    private static func isBeyond(_ event: Event, _ step: Int?) -> Bool {
        switch event {
        case .step(let metrics): metrics.step > step ?? 0
        case .finished: true
        default: false
        }
    }

    /// Whether the log may end with this event: everything before the checkpoint is in it, and nothing that came after.
    private static func stays(_ event: Event, _ step: Int?) -> Bool {
        switch event {
        case .started: true
        case .step(let metrics): metrics.step <= step ?? 0
        case .evaluation(let metrics): step.map { metrics.step <= $0 } ?? false
        case .layers(let statistics): step.map { statistics.step <= $0 } ?? false
        case .embeddings(let snapshot): step.map { snapshot.step <= $0 } ?? false
        case .checkpoint(let record): step.map { record.step <= $0 } ?? false
        case .edit, .state, .acknowledged, .notice, .finished: false
        }
    }
}
