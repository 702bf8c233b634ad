import CNCurses
import Dashboard
import Foundation

/// The screen that a person sits at: shows frames, hands out keys, and gives the terminal back as it was.
///
/// There is one at a time, and one thread uses it. While it is open, Ctrl-C and Ctrl-Z arrive as keys, the signals of `Termination`
/// only set flags, and what is printed to stdout or stderr comes out of `strayLines()`. A crash restores the terminal too.
public final class Terminal {
    /// What the terminal can show.
    public let capabilities: Capabilities
    /// Whether someone is still there; false once the terminal has hung up.
    public private(set) var isConnected = true

    private var pairs: ColorPairs
    private var shown: Frame?
    private var stray = StrayLines()
    private var isOpen = true
    /// What the terminal draws itself, and what it showed last.
    private var pixels: PixelSupport?
    private var shownPictures: [PixelPicture] = []
    /// Keys that were looked at and are still to be handed out.
    private var heldKeys: [Key] = []
    /// What is being pasted at this moment.
    var paste: IncomingPaste?
    /// Whether a paste was handed on without its end.
    var pasteIsOverdue = false
    private var escapeAt = -Double.infinity
    /// Whether a question is out that was given up: its answer must not be taken for keys.
    var expectsLateReply = false

    /// Takes over the terminal: `$TERM` as it is named, then as `xterm-256color` when nobody knows that name.
    ///
    /// - Throws: `TerminalError` where there is no terminal, or one that cannot place its cursor.
    public init() throws {
        guard let descriptors = Descriptors.ofTerminal() else { throw TerminalError.noTerminal }
        defer { descriptors.close() }
        let name = ProcessInfo.processInfo.environment["TERM"] ?? ""
        guard name != "dumb" else { throw TerminalError.cannotPlaceCursor(name) }
        let unicode = curses_choose_locale() == 1
        let names: [String] = [name, "xterm-256color"]
        let opened = names.contains { candidate in
            !candidate.isEmpty && curses_open(candidate, descriptors.input, descriptors.output) == 0
        }
        guard opened else { throw TerminalError.cannotPlaceCursor(name) }
        capabilities = Capabilities(unicode: unicode, colors: Self.colors(of: Int(curses_color_count())))
        pairs = ColorPairs(colors: capabilities.colors, limit: curses_pair_limit())
    }

    deinit { close() }

    /// Whether there is a terminal that `init` could take over, and stdout leads to a person.
    public static var isAvailable: Bool {
        guard isatty(STDOUT_FILENO) == 1, let descriptors = Descriptors.ofTerminal() else { return false }
        descriptors.close()
        return ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// The window as it is now.
    public var size: Size {
        adoptSize()
        return Size(columns: Int(curses_columns()), rows: Int(curses_rows()))
    }

    /// Shows a frame; only cells that differ from the last one are drawn.
    public func present(_ frame: Frame) {
        guard isOpen, frame != shown else { return }
        let previous = shown?.size == frame.size ? shown : nil
        if previous == nil { curses_erase() }
        let columns = min(frame.size.columns, Int(curses_columns()))
        let rows = min(frame.size.rows, Int(curses_rows()))
        for row in 0..<max(0, rows) {
            for column in 0..<max(0, columns) where frame[column, row] != previous?[column, row] ?? .blank {
                put(frame[column, row], column: column, row: row)
            }
        }
        curses_show(Int32(frame.cursor?.column ?? -1), Int32(frame.cursor?.row ?? -1))
        shown = frame
        if frame.pictures != shownPictures || previous == nil { replacePictures(with: frame.pictures) }
    }

    func use(_ support: PixelSupport) { pixels = support }

    private func replacePictures(with pictures: [PixelPicture]) {
        guard let pixels else { return }
        if !shownPictures.isEmpty { removePictures(pixels) }
        shownPictures = pictures
        show(pictures, with: pixels)
    }

    private func removePictures(_ pixels: PixelSupport) {
        switch pixels.graphics {
        case .kitty: send(KittyGraphics.deletion)
        // Sixels are dots of the cells: drawn over, they are gone.
        case .sixel: curses_repaint()
        }
    }

    /// The next key, or `nil` when none comes within `timeout` seconds, the window changes, or a signal arrives.
    public func nextKey(timeout: Double) -> Key? {
        guard isOpen else { return nil }
        if let key = takeKey() { return key }
        guard isConnected else {
            // A terminal that is gone is always "ready": waiting for it would burn a core.
            Thread.sleep(forTimeInterval: max(0, timeout))
            return nil
        }
        let patience = paste == nil ? timeout : min(timeout, IncomingPaste.patience)
        let woken = Int(curses_wait(Int32(max(0, min(patience, 3600)) * 1000)))
        if woken & CURSES_DISCONNECTED != 0 { isConnected = false }
        if woken & CURSES_WOKEN_BY_SIGNAL != 0 { return answerSignals() }
        return woken & CURSES_WOKEN_BY_INPUT != 0 || paste != nil ? takeKey() : nil
    }

    /// Draws everything anew, whatever other programs wrote over it.
    public func repaint() {
        guard isOpen else { return }
        curses_repaint()
        replacePictures(with: shownPictures)
    }

    /// Gives the terminal to the shell and stops, as Ctrl-Z does; returns with the screen drawn anew when the shell continues us.
    public func suspend() {
        guard isOpen else { return }
        if pixels?.graphics == .kitty { send(KittyGraphics.deletion) }
        curses_suspend()
        replacePictures(with: shownPictures)
    }

    /// What was printed while the screen is up, as whole lines.
    public func strayLines() -> [String] { stray.take(everything: !isOpen) }

    /// Gives the terminal back. Does nothing the second time.
    public func close() {
        guard isOpen else { return }
        if !shownPictures.isEmpty, pixels?.graphics == .kitty { send(KittyGraphics.deletion) }
        isOpen = false
        curses_close()
    }

    private func put(_ cell: Cell, column: Int, row: Int) {
        let scalars = cell.character.unicodeScalars.map(\.value)
        let style = cell.style
        var attributes = 0
        if style.bold { attributes |= CURSES_BOLD }
        if style.dim { attributes |= CURSES_DIM }
        if style.underline { attributes |= CURSES_UNDERLINE }
        if style.reverse { attributes |= CURSES_REVERSE }
        curses_put(
            Int32(column), Int32(row), scalars, Int32(scalars.count), Int32(attributes), pairs.number(for: style))
    }

    private func takeKey() -> Key? {
        if !heldKeys.isEmpty { return heldKeys.removeFirst() }
        resumeOverduePaste()
        if paste != nil { return takePaste() }
        guard let key = takeTypedKey() else { return nil }
        return key == .escape && expectsLateReply ? takeKeyAfterEscape() : key
    }

    /// The key after a late answer, or Escape itself where a person pressed it.
    private func takeKeyAfterEscape() -> Key? {
        guard let next = takeTypedKey() else { return .escape }
        guard next == .character("[") || next == .character("_") else {
            heldKeys.append(next)
            return .escape
        }
        // An answer comes in one piece, and ends in a letter or in Escape and a backslash.
        let isEnd: (Key) -> Bool =
            next == .character("_")
            ? { $0 == .character("\\") }
            : { if case .character(let character) = $0 { character.isLetter } else { false } }
        while let key = takeTypedKey(), !isEnd(key) { continue }
        return takeKey()
    }

    /// Skips what no key stands for, such as ncurses' own notice of a new size.
    private func takeTypedKey() -> Key? {
        while true {
            let taken = curses_take_key()
            switch Int(taken.kind) {
            case CURSES_NOTHING: return nil
            case CURSES_PASTE_BEGINS:
                beginPaste()
                return takePaste()
            default: break
            }
            guard let key = Key(taken) else { continue }
            if key == .escape { escapeAt = Self.now }
            guard key == .character("["), !expectsLateReply, Self.now - escapeAt < Self.secondsForMark else { return key }
            escapeAt = -.infinity
            heldKeys = keysOfSplitMark() + heldKeys
            return heldKeys.isEmpty ? takePaste() : heldKeys.removeFirst()
        }
    }

    private func answerSignals() -> Key? {
        signals_drain_wakes()
        adoptSize()
        if signals_take(Int32(SIGNAL_CONTINUE)) != 0 {
            curses_resume()
            replacePictures(with: shownPictures)
        }
        return signals_take(Int32(SIGNAL_SUSPEND)) != 0 ? .control("z") : nil
    }

    private func adoptSize() {
        guard isOpen, signals_take(Int32(SIGNAL_RESIZE)) != 0, curses_adopt_size() == 1 else { return }
        // Terminals reflow what they showed: nothing of it is known any more.
        shown = nil
        curses_repaint()
    }

    private static func colors(of count: Int) -> Int {
        guard ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty else { return 0 }
        return [256, 16, 8].first { count >= $0 } ?? 0
    }
}
