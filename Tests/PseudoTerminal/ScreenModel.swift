/// What a person would see: the part of an xterm's behaviour that ncurses makes use of, without colours.
public struct ScreenModel {
    public private(set) var isAlternate = false
    public private(set) var isCursorVisible = true
    /// Whether a frame has begun and not ended, as programs tell with synchronised updates.
    public private(set) var isInFrame = false
    /// Whether the terminal would put marks around what is pasted.
    public private(set) var marksPastes = false
    /// Final bytes and parameters that the model does not know: a test that holds this to be empty keeps the model honest.
    public private(set) var unknown: [String] = []
    private var columns: Int
    private var rows: Int
    private var grid: [[Character]]
    private var saved: [[Character]] = []
    private var row = 0
    private var column = 0
    private var top = 0
    private var bottom: Int
    private var pending: [UInt8] = []
    private var last: Character = " "
    private var savedPlace = (row: 0, column: 0)

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        bottom = rows - 1
        grid = Self.blank(columns, rows)
    }

    private static func blank(_ columns: Int, _ rows: Int) -> [[Character]] {
        Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The screen's lines, without blanks at their ends.
    public var lines: [String] {
        grid.map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }

    public var text: String { lines.joined(separator: "\n") }

    public mutating func resize(columns: Int, rows: Int) {
        var resized = Self.blank(columns, rows)
        for row in 0..<min(rows, self.rows) {
            for column in 0..<min(columns, self.columns) { resized[row][column] = grid[row][column] }
        }
        (self.columns, self.rows, grid, top, bottom) = (columns, rows, resized, 0, rows - 1)
        row = min(row, rows - 1)
        column = min(column, columns - 1)
    }

    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        pending += bytes
        while let used = step() { pending.removeFirst(used) }
    }

    /// Takes one character or sequence; answers how many bytes it had, or nothing while it is not complete.
    private mutating func step() -> Int? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1B: return escape()
        case 0x08: column = max(0, column - 1)
        case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
        case 0x0A: lineFeed()
        case 0x0D: column = 0
        case 0..<0x20: break
        default: return character(first)
        }
        return 1
    }

    private mutating func character(_ first: UInt8) -> Int? {
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard pending.count >= length else { return nil }
        put(String(decoding: pending.prefix(length), as: UTF8.self).first ?? "?")
        return length
    }

    private mutating func put(_ character: Character) {
        if column >= columns {
            column = 0
            lineFeed()
        }
        grid[row][column] = character
        last = character
        column += 1
    }

    private mutating func lineFeed() {
        if row == bottom {
            scroll(up: 1)
        } else {
            row = min(row + 1, rows - 1)
        }
    }

    private mutating func scroll(up count: Int) {
        for _ in 0..<min(count, bottom - top + 1) {
            grid.remove(at: top)
            grid.insert(Array(repeating: " ", count: columns), at: bottom)
        }
    }

    private mutating func scroll(down count: Int) {
        for _ in 0..<min(count, bottom - top + 1) {
            grid.remove(at: bottom)
            grid.insert(Array(repeating: " ", count: columns), at: top)
        }
    }

    private mutating func escape() -> Int? {
        guard pending.count >= 2 else { return nil }
        switch pending[1] {
        case UInt8(ascii: "["):
            guard let end = pending.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
            control(String(decoding: pending[2..<end], as: UTF8.self), final: Character(Unicode.Scalar(pending[end])))
            return end + 1
        case UInt8(ascii: "("), UInt8(ascii: ")"): return pending.count >= 3 ? 3 : nil
        case UInt8(ascii: "M"):
            if row == top { scroll(down: 1) } else { row = max(0, row - 1) }
            return 2
        case UInt8(ascii: "7"): savedPlace = (row, column)
        case UInt8(ascii: "8"): (row, column) = savedPlace
        case UInt8(ascii: "_"), UInt8(ascii: "P"):
            // A string up to its end: pictures, which the model does not draw.
            let end = pending.indices.dropFirst(3).first { pending[$0 - 1] == 0x1B && pending[$0] == UInt8(ascii: "\\") }
            return end.map { $0 + 1 }
        default: break
        }
        return 2
    }

    private mutating func control(_ text: String, final: Character) {
        if text.hasPrefix("?") {
            for mode in text.dropFirst().split(separator: ";") { set(mode: Int(mode) ?? 0, on: final == "h") }
            return
        }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = numbers.first ?? 0
        let count = max(1, first)
        switch final {
        case "H", "f":
            row = min(count, rows) - 1
            column = min(max(1, numbers.dropFirst().first ?? 1), columns) - 1
        case "A": row = max(0, row - count)
        case "B": row = min(rows - 1, row + count)
        case "C": column = min(columns - 1, column + count)
        case "D": column = max(0, column - count)
        case "G": column = min(count, columns) - 1
        case "d": row = min(count, rows) - 1
        case "I": column = min(columns - 1, (column / 8 + count) * 8)
        case "Z": column = max(0, (column - 1) / 8 * 8)
        case "J": eraseScreen(first)
        case "K": erase(row: row, first == 0 ? column..<columns : first == 1 ? 0..<min(column + 1, columns) : 0..<columns)
        case "X": erase(row: row, column..<min(columns, column + count))
        case "P":
            for _ in 0..<min(count, columns - column) {
                grid[row].remove(at: column)
                grid[row].append(" ")
            }
        case "@":
            for _ in 0..<min(count, columns - column) {
                grid[row].insert(" ", at: column)
                grid[row].removeLast()
            }
        case "b": for _ in 0..<count { put(last) }
        case "L", "M":
            let outer = top
            top = row
            if final == "L" { scroll(down: count) } else { scroll(up: count) }
            top = outer
        case "S": scroll(up: count)
        case "T": scroll(down: count)
        case "r":
            top = max(1, first) - 1
            bottom = min(numbers.dropFirst().first ?? rows, rows) - 1
            (row, column) = (0, 0)
        case "m", "h", "l", "t", "c", "n": break
        default: unknown.append(text + String(final))
        }
    }

    private mutating func erase(row: Int, _ range: Range<Int>) {
        for column in range { grid[row][column] = " " }
    }

    private mutating func eraseScreen(_ kind: Int) {
        if kind == 0 {
            erase(row: row, min(column, columns)..<columns)
            for below in row + 1..<max(rows, row + 1) { erase(row: below, 0..<columns) }
        } else {
            grid = Self.blank(columns, rows)
        }
    }

    private mutating func set(mode: Int, on: Bool) {
        switch mode {
        case 25: isCursorVisible = on
        case 1047, 1049:
            if on, !isAlternate {
                saved = grid
                grid = Self.blank(columns, rows)
            } else if !on, isAlternate {
                let alternate = (columns, rows)
                grid = saved
                (columns, rows) = (saved.first?.count ?? 0, saved.count)
                resize(columns: alternate.0, rows: alternate.1)
            }
            isAlternate = on
        case 2004: marksPastes = on
        case 2026: isInFrame = on
        default: break
        }
    }
}
