import Foundation
import Training

/// What a list of runs tells about one: its data, how far it came, how good it became.
public struct RunSummary: Sendable {
    public let folder: String
    /// As it was begun, but for its length, which may have been changed since.
    public private(set) var description: RunDescription
    public private(set) var standing = RunStanding.interrupted
    /// The last step in the log, and the seconds of training until it.
    public private(set) var step = 0
    public private(set) var elapsed = 0.0
    public private(set) var epoch = 0
    /// The latest training loss.
    public private(set) var loss: Float?
    /// The evaluation with the highest area under the ROC curve, which is the one that the best checkpoint is of, and the latest.
    public private(set) var best: EvaluationMetrics?
    public private(set) var latest: EvaluationMetrics?

    private var log: EventLog
    /// How the run ended, where it says so.
    public private(set) var outcome: RunOutcome?
    /// How it stands by its diagnoses, where it says so.
    public private(set) var verdict: RunVerdict?
    private var state: RunState?
    /// The process that trains on where its screen is gone; `nil` where somebody can look at it there, or none is at work.
    public var unattendedProcess: Int? { standing.isActive ? lastUnattendedProcess : nil }
    private var lastUnattendedProcess: Int?

    public var name: String { description.name }
    /// Whether there is a checkpoint to go on from.
    public var hasCheckpoint: Bool { FileManager.default.fileExists(atPath: folder + "/checkpoints/last.safetensors") }

    /// Reads a run.
    ///
    /// - Throws: `RunError` where the folder holds no run that can be read.
    public init(opening folder: String) throws {
        let reader = try RunReader(opening: folder)
        self.folder = folder
        description = reader.manifest.description
        log = reader.log
        try update()
    }

    /// Reads what was written since. Of the steps only the last is decoded, so that a list of long runs opens at once.
    public mutating func update() throws {
        if try log.beginsAnew() {
            (step, elapsed, epoch) = (0, 0, 0)
            (loss, best, latest, outcome) = (nil, nil, nil, nil)
            (verdict, state, lastUnattendedProcess) = (nil, nil, nil)
        }
        let decoder = EventLine.makeDecoder()
        var lastStep: [UInt8] = []
        var others: [Event] = []
        try log.readNewLines { line, _ in
            if line.starts(with: #"{"step":"#.utf8) {
                lastStep.removeAll(keepingCapacity: true)
                lastStep.append(contentsOf: line)
            } else if Self.kinds.contains(where: { line.starts(with: $0.utf8) }),
                let event = EventLine.event(in: line, decoder)
            {
                others.append(event)
            }
        }
        for event in others { note(event) }
        if let event = lastStep.withUnsafeBytes({ EventLine.event(in: $0, decoder) }) { note(event) }
        standing = RunStanding(
            isWritten: AppendedFile.isLocked(folder + "/events.jsonl"), state: state, outcome: outcome)
    }

    private static let kinds = [#"{"evaluation":"#, #"{"finished":"#, #"{"state":"#, #"{"verdict":"#, #"{"edit":"#]

    private mutating func note(_ event: Event) {
        switch event {
        case .step(let metrics):
            (step, epoch, elapsed, loss) = (metrics.step, metrics.epoch, metrics.elapsed, metrics.loss)
            if state == nil { state = .training }
        case .evaluation(let metrics):
            latest = metrics
            if metrics.areaUnderROC > best?.areaUnderROC ?? -1 { best = metrics }
        case .state(let change): (state, lastUnattendedProcess) = (change.state, change.unattendedProcess)
        case .verdict(let verdict): self.verdict = verdict
        case .finished(let outcome): self.outcome = outcome
        case .edit(let edit): description.apply(edit)
        default: break
        }
    }
}
