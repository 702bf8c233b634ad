import Foundation
import Networks
import Training

/// A run's folder, opened to look at: live, finished, or cut off in the middle of a line.
public struct RunReader: Sendable {
    public let folder: String
    public let manifest: RunManifest

    /// What the names of ten million images take.
    private static let longestManifest = 1 << 30

    /// - Throws: `RunError` where the folder holds no run, or one of a later format.
    public init(opening folder: String) throws {
        self.folder = folder
        guard let json = try RegularFile.contents(folder + "/run.json", limit: Self.longestManifest) else {
            throw RunError("\(folder) holds no run: there is no run.json in it", isMissingInput: true)
        }
        // The format is read first: a later one may have fields that this program cannot understand.
        struct Format: Decodable { let format: Int }
        if let format = try? JSONDecoder().decode(Format.self, from: json).format, format > RunManifest.currentFormat {
            throw RunError("\(folder) was written by a later twinscope; use that one to open it")
        }
        guard let manifest = try? JSONDecoder().decode(RunManifest.self, from: json), manifest.description.isPlausible,
            manifest.data?.isPlausible ?? true
        else {
            throw RunError("\(folder)/run.json cannot be understood; it may be damaged, or of another version of twinscope")
        }
        self.manifest = manifest
    }

    /// Whether a training writes this run now.
    public var isLive: Bool { AppendedFile.isLocked(folder + "/events.jsonl") }

    /// The checkpoint that the run goes on from; `nil` where it was ended before the first was saved.
    ///
    /// - Throws: `RunError` where it is damaged or lacks weights of the run's network.
    public func lastCheckpoint() throws -> Checkpoint? {
        guard let checkpoint = try CheckpointFile.readLast(of: folder) else { return nil }
        let wanted = try PairGraph(manifest.description.network).parameters
        let file = folder + "/" + CheckpointFile.name(.last)
        for tensors in [checkpoint.parameters, checkpoint.trainedParameters].compactMap(\.self) {
            _ = try CheckpointFile.match(tensors, to: wanted, in: file)
        }
        return checkpoint
    }

    /// The events, to be read one by one without holding all of them, and again as more are written.
    public var log: EventLog { EventLog(folder: folder) }

    /// All events written so far, in order. A torn last line, as a crash leaves it, is left out; a damaged line within is counted.
    public func events() throws -> (events: [Event], damagedLines: Int) {
        var log = log
        var events: [Event] = []
        try log.readNew { events.append($0) }
        return (events, log.damagedLines)
    }
}
