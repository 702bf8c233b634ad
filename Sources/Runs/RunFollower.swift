import Foundation
import Training

/// Reads a run's events as they come: each call hands out what was written since the last one, a piece at a time.
public struct RunFollower: Sendable {
    private let path: String
    /// The end of the last whole line that was handed out.
    private var offset: UInt64 = 0
    private var pieceBytes: Int
    public private(set) var damagedLines = 0
    /// Whether the last call reached the end of what is written.
    public private(set) var isAtEnd = false

    /// - Parameter pieceBytes: read by one call at most; small enough that a screen stays quick meanwhile.
    public init(folder: String, pieceBytes: Int = 1 << 18) {
        path = folder + "/events.jsonl"
        self.pieceBytes = max(1, pieceBytes)
    }

    /// The events of the next whole lines. Empty where nothing new was written; a line without its end waits for it.
    ///
    /// - Throws: `RunError` where the file cannot be read.
    public mutating func next() throws -> [Event] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw RunError("\(path) cannot be read") }
        defer { try? handle.close() }
        let piece: Data
        do {
            try handle.seek(toOffset: offset)
            piece = try handle.read(upToCount: pieceBytes) ?? Data()
        } catch {
            throw RunError("\(path) cannot be read (\(AtomicFile.reason(error)))")
        }
        isAtEnd = piece.count < pieceBytes
        guard let end = piece.lastIndex(of: UInt8(ascii: "\n")) else {
            // A line longer than a piece: take a larger one next time.
            if !isAtEnd { pieceBytes *= 2 }
            return []
        }
        let lines = piece[...end]
        offset += UInt64(lines.count)
        let decoded = EventLines.decode(lines)
        damagedLines += decoded.damagedLines
        return decoded.events
    }

    /// Whether some program is writing the run at this moment.
    public var isWritten: Bool { AppendedFile.isLocked(path) }
}
