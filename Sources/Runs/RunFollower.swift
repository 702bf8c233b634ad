import Foundation
import Training

/// Reads a run's events as they come: each call hands out what was written since the last one, a piece at a time.
public struct RunFollower: Sendable {
    private let path: String
    /// The end of the last whole line that was handed out.
    private var offset: UInt64 = 0
    private var pieceBytes: Int
    /// Whether what comes next belongs to a line that is longer than any event.
    private var isInLongLine = false
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
        guard let handle = try RegularFile.open(path) else { throw RunError("\(path) cannot be read") }
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
            if !isAtEnd { passLongPiece(piece) }
            return []
        }
        let lines = piece[...end]
        offset += UInt64(lines.count)
        // The end of a line whose beginning was passed over counts as one damaged line.
        isInLongLine = false
        let decoded = EventLines.decode(lines)
        damagedLines += decoded.damagedLines
        return decoded.events
    }

    /// A line longer than a piece: the next one is larger, unless no event is as long.
    private mutating func passLongPiece(_ piece: Data) {
        if isInLongLine || piece.count > EventLog.longestLine {
            isInLongLine = true
            offset += UInt64(piece.count)
        } else {
            pieceBytes *= 2
        }
    }

    /// Whether some program is writing the run at this moment.
    public var isWritten: Bool { AppendedFile.isLocked(path) }
}
