import CNCurses

/// What a person pastes, from the terminal's first mark to its second, however many readings it takes.
struct IncomingPaste {
    private var bytes: [UInt8] = []
    /// How much of the closing mark has come.
    private var matched: Int32 = 0
    private var lastAt: Double

    /// More than any line takes; the rest is read and dropped.
    private static let most = 64 << 10
    /// A paste that brings nothing for so many seconds has lost its end.
    static let patience = 2.0
    /// So many bytes at once may be a key of a person who has waited long enough; more are the paste going on.
    private static let longestKey = 8

    enum Progress {
        case goingOn
        case ended
        /// Nothing has come for long. What was pasted is handed on, and what follows is looked at before it counts as keys.
        case overdue
    }

    init(now: Double) {
        lastAt = now
    }

    /// What has come so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Reads what has arrived.
    mutating func read(now: Double) -> Progress {
        var piece = [CChar](repeating: 0, count: 4096)
        while true {
            let count = Int(curses_read_paste(&piece, Int32(piece.count), &matched))
            guard count > 0 else { return count < 0 ? .ended : now - lastAt < Self.patience ? .goingOn : .overdue }
            lastAt = now
            // The mark is six bytes more at most, and never kept short.
            let isWhole = Int(matched) == CURSES_PASTE_MARK_LENGTH
            bytes += piece.prefix(count).map { UInt8(bitPattern: $0) }
            if isWhole {
                bytes.removeLast(min(bytes.count, CURSES_PASTE_MARK_LENGTH))
                return .ended
            }
            // What may be the mark's beginning stays countable at the end.
            if bytes.count > Self.most + piece.count { bytes.removeSubrange(Self.most..<bytes.count - CURSES_PASTE_MARK_LENGTH) }
        }
    }

    /// After a paste that is overdue: whether what has arrived now belongs to it still.
    static func goesOn(waiting bytes: Int) -> Bool { bytes > longestKey }
}
