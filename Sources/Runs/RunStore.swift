import Foundation
import Synchronization
import Training

/// A run's folder while it is written: `run.json`, `events.jsonl`, `checkpoints/`, `log.txt`.
public final class RunStore: CheckpointSink, Sendable {
    public let folder: String
    /// After a resume: steps that were in the log beyond the checkpoint, and are going to be taken again.
    public let stepsLost: Int

    /// Whether the run began here, as against one that goes on.
    public let isNew: Bool
    /// Folders that were made for the run, the outermost first, and what lay in its folder before.
    private let madeFolders: [String]
    private let foreignFiles: Set<String>

    private struct State {
        let events: AppendedFile
        let metrics: MetricsFiles
        let log: AppendedFile
    }

    private let state: Mutex<State>

    /// Makes the folder and writes its `run.json`.
    ///
    /// - Parameter checkpoint: where the run begins, if not with what its seed draws.
    /// - Throws: `RunError` where the folder exists already or cannot be made.
    public init(creating folder: String, manifest: RunManifest, from checkpoint: Checkpoint? = nil) throws {
        self.folder = folder
        try Self.checkIsFree(folder)
        isNew = true
        madeFolders = Folder.missing(on: folder + "/checkpoints")
        foreignFiles = Set((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        try Folder.make(folder + "/checkpoints")
        stepsLost = 0
        state = Mutex(
            State(
                events: try AppendedFile(folder + "/events.jsonl", isLocked: true),
                metrics: try MetricsFiles(folder: folder, startedAt: manifest.description.startedAt),
                log: try AppendedFile(folder + "/log.txt")))
        let json = try manifest.json()
        if let checkpoint { try CheckpointFile.write(checkpoint, to: folder) }
        // Last, so that whatever has a `run.json` can be opened.
        try AtomicFile.write(to: folder + "/run.json") { try $0.write(contentsOf: json) }
    }

    /// - Throws: `RunError` where a folder holds a run already.
    public static func checkIsFree(_ folder: String) throws {
        guard FileManager.default.fileExists(atPath: folder + "/run.json") else { return }
        throw RunError("\(folder) already holds a run; choose another folder with `--run DIR`")
    }

    /// Takes back a run that never began: every file that it has written, and the folders that were made for it unless something else
    /// lies in them. A run that was resumed is left as it is.
    public func discard() {
        guard isNew else { return }
        let names = state.withLock { $0.metrics.fileNames }
        let written = ["run.json", "events.jsonl", "log.txt", CheckpointFile.name(.best), CheckpointFile.name(.last)] + names
        for name in written where !foreignFiles.contains(name) { unlink(folder + "/" + name) }
        for made in madeFolders.reversed() { rmdir(made) }
    }

    /// Opens a run to go on from a checkpoint. What the log holds beyond it is cut off: it is going to happen again.
    ///
    /// - Parameter step: the checkpoint's; `nil` to start again, where a run has none yet.
    /// - Throws: `RunError` where the run cannot be written, or is being written by another program.
    public init(resuming folder: String, fromStep step: Int?) throws {
        self.folder = folder
        let reader = try RunReader(opening: folder)
        let events = try AppendedFile(folder + "/events.jsonl", isLocked: true)
        let cut = try EventLogCut(folder: folder, checkpointStep: step)
        try events.cut(to: cut.length)
        isNew = false
        (madeFolders, foreignFiles) = ([], [])
        let metrics = try MetricsFiles(folder: folder, startedAt: reader.manifest.description.startedAt)
        try metrics.append(allOf: reader.log)
        state = Mutex(State(events: events, metrics: metrics, log: try AppendedFile(folder + "/log.txt")))
        stepsLost = max(0, cut.lastStep - (step ?? 0))
        // A log that was lost begins again with what the run is.
        if step != nil, !cut.hasStart { try append([.started(reader.manifest.description)]) }
    }

    /// Appends events, one JSON object a line. What a full disk refuses is kept and tried again with the next call.
    public func append(_ events: [Event]) throws {
        let lines = try EventLine.lines(of: events)
        try state.withLock { state in
            // Each is tried, whatever becomes of the other.
            let written = Result { try state.events.append(lines) }
            try state.metrics.append(events)
            try written.get()
        }
    }

    /// Appends a line to `log.txt`; a log that cannot be written is not worth an error.
    public func log(_ line: String) {
        state.withLock { state in
            try? state.log.append(Data((line + "\n").utf8))
        }
    }

    public func save(_ checkpoint: Checkpoint) throws -> String {
        try CheckpointFile.write(checkpoint, to: folder)
        return CheckpointFile.name(checkpoint.kind)
    }
}
