import Foundation
import Training

/// Where the log of a run is cut before training continues from a checkpoint: what came after it is going to happen again.
struct EventLogCut {
    /// Bytes that stay.
    private(set) var length = 0
    /// The last step in the log, whether it stays or not.
    private(set) var lastStep = 0
    /// Lines that stay although nobody understands them.
    private(set) var damagedLines = 0
    /// Whether the run's `started` is among what stays.
    private(set) var hasStart = false

    /// - Parameter step: the checkpoint's; `nil` where there is none, so that nothing stays.
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
        guard let step else { return false }
        return switch event {
        case .started: true
        case .step(let metrics): metrics.step <= step
        case .evaluation(let metrics): metrics.step <= step
        case .embeddings(let snapshot): snapshot.step <= step
        case .layers(let statistics): statistics.step <= step
        case .layerCosts(let costs): costs.step <= step
        case .checkpoint(let record): record.step <= step
        case .threads(let change): change.step <= step
        case .edit, .state, .acknowledged, .notice, .verdict, .finished: false
        }
    }
}
