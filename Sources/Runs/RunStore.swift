import Foundation
import Synchronization
import Training

/// A run's folder while it is written: `run.json`, `events.jsonl`, `checkpoints/`, `log.txt`.
public final class RunStore: CheckpointSink, Sendable {
    public let folder: String

    private struct State {
        let events: FileHandle
        let log: FileHandle
        /// Lines that could not be written yet, kept for the next try.
        var unwritten = Data()
    }

    private let state: Mutex<State>

    /// Makes the folder and writes its `run.json`.
    ///
    /// - Throws: `RunError` where the folder exists already or cannot be made.
    public init(creating folder: String, manifest: RunManifest) throws {
        self.folder = folder
        let files = FileManager.default
        if files.fileExists(atPath: folder + "/run.json") {
            throw RunError("\(folder) already holds a run; choose another folder with --run")
        }
        do {
            try files.createDirectory(atPath: folder + "/checkpoints", withIntermediateDirectories: true)
        } catch {
            throw RunError("\(folder) cannot be made (\(AtomicFile.reason(error))); choose another folder with --run")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(manifest)
        try AtomicFile.write(to: folder + "/run.json") { try $0.write(contentsOf: json) }
        state = Mutex(State(events: try Self.open(folder + "/events.jsonl"), log: try Self.open(folder + "/log.txt")))
    }

    deinit {
        state.withLock { state in
            try? state.events.close()
            try? state.log.close()
        }
    }

    private static func open(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
        else { throw RunError("\(path) cannot be written; choose another folder with --run") }
        return handle
    }

    /// Appends events, one JSON object a line. What a full disk refuses is kept and tried again with the next call.
    public func append(_ events: [Event]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A figure may be infinite; JSON has no word for it.
        encoder.nonConformingFloatEncodingStrategy = EventFormat.floatEncoding
        var lines = Data()
        for event in events {
            lines.append(try encoder.encode(event))
            lines.append(UInt8(ascii: "\n"))
        }
        try state.withLock { state in
            state.unwritten.append(lines)
            do {
                try state.events.write(contentsOf: state.unwritten)
                state.unwritten.removeAll(keepingCapacity: true)
            } catch {
                throw RunError("events cannot be written (\(AtomicFile.reason(error))); they are kept and tried again")
            }
        }
    }

    /// Appends a line to `log.txt`; a log that cannot be written is not worth an error.
    public func log(_ line: String) {
        state.withLock { state in
            try? state.log.write(contentsOf: Data((line + "\n").utf8))
        }
    }

    public func save(_ checkpoint: Checkpoint) throws -> String {
        let file = "checkpoints/\(checkpoint.kind.rawValue).safetensors"
        var metadata = [CheckpointMetadata.step: String(checkpoint.step)]
        metadata[CheckpointMetadata.threshold] = checkpoint.threshold.map { String($0) }
        metadata[CheckpointMetadata.confidenceSlope] = checkpoint.confidence.map { String($0.slope) }
        metadata[CheckpointMetadata.confidenceIntercept] = checkpoint.confidence.map { String($0.intercept) }
        var tensors = checkpoint.parameters
        for (name, tensor) in checkpoint.optimizerState {
            tensors["optimizer." + name] = tensor
        }
        try Safetensors.write(tensors, metadata: metadata, to: folder + "/" + file)
        return file
    }
}

enum EventFormat {
    static let floatEncoding = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    static let floatDecoding = JSONDecoder.NonConformingFloatDecodingStrategy.convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
}
