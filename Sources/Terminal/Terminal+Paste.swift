import CNCurses
import Dashboard
import Foundation

/// Pasted text, which comes as one key.
extension Terminal {
    /// The paste where all of it has come, or as much as there will be.
    func takePaste() -> Key? {
        guard var incoming = paste else { return nil }
        let progress = incoming.read(now: Self.now)
        paste = progress == .goingOn ? incoming : nil
        if progress == .overdue { pasteIsOverdue = true }
        return progress == .goingOn || incoming.text.isEmpty ? nil : .paste(incoming.text)
    }

    func beginPaste() {
        paste = IncomingPaste(now: Self.now)
        pasteIsOverdue = false
    }

    /// After a paste that has lost its end: whatever comes in one piece larger than a key is more of it.
    func resumeOverduePaste() {
        let waiting = Int(curses_waiting_bytes())
        guard pasteIsOverdue, waiting > 0 else { return }
        if IncomingPaste.goesOn(waiting: waiting) { beginPaste() } else { pasteIsOverdue = false }
    }

    /// A mark that came in two pieces: its Escape was taken for a key, and `[` follows now.
    ///
    /// - Returns: the keys that it was, where it was no mark.
    func keysOfSplitMark() -> [Key] {
        var keys: [Key] = [.character("[")]
        for expected in "200~" {
            var taken = curses_take_key()
            if Int(taken.kind) == CURSES_NOTHING, Int(curses_wait(Self.millisecondsForMark)) & CURSES_WOKEN_BY_INPUT != 0 {
                taken = curses_take_key()
            }
            guard Int(taken.kind) != CURSES_NOTHING, let key = Key(taken) else { return keys }
            keys.append(key)
            guard key == .character(expected) else { return keys }
        }
        beginPaste()
        return []
    }

    private static let millisecondsForMark: Int32 = 100
    /// Seconds after an Escape in which the rest of a mark may come.
    static let secondsForMark = 1.0
    static var now: Double { ProcessInfo.processInfo.systemUptime }
}
