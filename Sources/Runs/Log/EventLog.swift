import Foundation
import Training

/// Reads the events of a run in order, also while they are still being written: every call goes on where the last one ended.
public struct EventLog: Sendable {
    /// Lines that could not be understood so far.
    public private(set) var damagedLines = 0
    /// Where the first line begins that was not read yet, in bytes.
    public private(set) var offset = 0

    private let path: String
    /// The last bytes before `offset`, to notice that a resume has cut the log and written on.
    private var lastBytes = Data()

    /// - Parameter folder: the run's.
    public init(folder: String) {
        path = folder + "/events.jsonl"
    }

    /// Reads every whole line that was not read yet. A last line without its end is left for the next call: it is being written,
    /// or a crash tore it.
    ///
    /// - Parameter pieces: of a mebibyte each, after which a reader who has other things to do gets a break.
    /// - Returns: whether everything that is written was read.
    /// - Complexity: O(bytes), with memory for a few lines only.
    /// - Throws: `RunError` where the file cannot be read, and whatever `body` throws; then the event counts as read.
    @discardableResult
    public mutating func readNew(pieces: Int = .max, _ body: (Event) throws -> Void) throws -> Bool {
        try readNewEvents(pieces: pieces) { event, _ in try event.map(body) }
    }

    /// Whether the log is no longer the one that was read so far, because a run was resumed from a checkpoint and its log cut
    /// there. If so the next reading begins at the start again, and what was read should be forgotten.
    public mutating func beginsAnew() throws -> Bool {
        guard offset > 0 else { return false }
        let file = try open(at: offset - lastBytes.count)
        defer { try? file.close() }
        if lastBytes.isEmpty || (try? file.read(upToCount: lastBytes.count)) == lastBytes { return false }
        (offset, damagedLines, lastBytes) = (0, 0, Data())
        return true
    }

    /// Calls `body` with every event, or `nil` for a damaged line, and where its line ends.
    @discardableResult
    mutating func readNewEvents(pieces: Int = .max, _ body: (Event?, Int) throws -> Void) throws -> Bool {
        let decoder = EventLine.makeDecoder()
        var damaged = 0
        defer { damagedLines += damaged }
        return try readNewLines(pieces: pieces) { line, end in
            let event = EventLine.event(in: line, decoder)
            if event == nil { damaged += 1 }
            try body(event, end)
        }
    }

    /// Calls `body` with every whole line that was not read yet, without its newline, and with where it ends. Empty lines are
    /// passed over; in the place of one that is far too long comes an empty one.
    ///
    /// - Returns: whether everything that is written was read; else it was `pieces` pieces, with a whole line at least.
    @discardableResult
    mutating func readNewLines(pieces: Int = .max, _ body: (UnsafeRawBufferPointer, Int) throws -> Void) throws -> Bool {
        let file = try open(at: offset)
        defer { try? file.close() }
        var rest = Data()
        // Of a line that is longer than any, as only a damaged or hostile log has; it counts as damaged.
        var skipped = 0
        var piecesRead = 0
        let start = offset
        while let chunk = try nextChunk(of: file) {
            if rest.isEmpty { rest = chunk } else { rest.append(chunk) }
            if skipped > 0 {
                guard let end = rest.firstIndex(of: EventLine.newline) else {
                    (skipped, rest) = (skipped + rest.count, Data())
                    continue
                }
                offset += skipped + rest.distance(from: rest.startIndex, to: end) + 1
                (skipped, rest, lastBytes) = (0, Data(rest[end...].dropFirst()), Data())
                try body(UnsafeRawBufferPointer(start: nil, count: 0), offset)
            }
            let read: Int
            do {
                read = try rest.withUnsafeBytes { try splitLines($0, body) }
            } catch {
                lastBytes = Data()
                throw error
            }
            if read > 0 {
                lastBytes = Data(rest.prefix(read).suffix(Self.rememberedBytes))
                rest = Data(rest.dropFirst(read))
            }
            if rest.count > Self.longestLine { (skipped, rest) = (rest.count, Data()) }
            piecesRead += 1
            if piecesRead >= pieces, offset > start { return false }
        }
        return true
    }

    private static let chunkSize = 1 << 20
    /// Far more than any event takes: those with pictures of filters or embeddings take a few hundred kilobytes.
    static let longestLine = 32 << 20
    /// More than a line's end, whose figures of time no second writing repeats.
    private static let rememberedBytes = 256

    private func open(at place: Int) throws -> FileHandle {
        guard let file = try RegularFile.open(path) else {
            throw RunError("\(path) cannot be read; check that it exists and may be read")
        }
        do {
            try file.seek(toOffset: UInt64(place))
        } catch {
            throw RunError("\(path) cannot be read: \(AtomicFile.reason(error))")
        }
        return file
    }

    private func nextChunk(of file: FileHandle) throws -> Data? {
        do {
            let chunk = try file.read(upToCount: Self.chunkSize)
            return chunk?.isEmpty == false ? chunk : nil
        } catch {
            throw RunError("\(path) cannot be read: \(AtomicFile.reason(error))")
        }
    }

    /// - Returns: how many bytes the whole lines take.
    private mutating func splitLines(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, Int) throws -> Void
    ) throws -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var start = 0
        while start < bytes.count, let end = memchr(base + start, Int32(EventLine.newline), bytes.count - start) {
            let length = base.distance(to: UnsafeRawPointer(end)) - start
            let line = UnsafeRawBufferPointer(start: base + start, count: length)
            start += length + 1
            offset += length + 1
            if length > 0 { try body(line, offset) }
        }
        return start
    }
}
