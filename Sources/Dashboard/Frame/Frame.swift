public struct Size: Hashable, Sendable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

public struct Position: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// One character and how it looks. Every character that the dashboard draws is one cell wide.
public struct Cell: Hashable, Sendable {
    public var character: Character
    public var style: Style

    public init(_ character: Character = " ", style: Style = .plain) {
        self.character = character
        self.style = style
    }

    public static let blank = Cell()
}

/// A whole screen as a value: what `dashboard(state, size:)` makes and the terminal presents.
public struct Frame: Hashable, Sendable {
    public let size: Size
    public private(set) var cells: [Cell]
    /// Where the cursor blinks while a person types; `nil` hides it.
    public var cursor: Position?
    /// What lies over blank cells, where the terminal draws pictures itself.
    public var pictures: [PixelPicture] = []

    public init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: max(0, size.columns) * max(0, size.rows))
    }

    /// Reading outside gives a blank; writing outside does nothing.
    public subscript(column: Int, row: Int) -> Cell {
        get { contains(column, row) ? cells[row * size.columns + column] : .blank }
        set { if contains(column, row) { cells[row * size.columns + column] = newValue } }
    }

    private func contains(_ column: Int, _ row: Int) -> Bool {
        (0..<size.columns).contains(column) && (0..<size.rows).contains(row)
    }
}

extension Frame {
    /// The characters, a line a row, without blanks at the ends.
    public var text: String {
        (0..<size.rows).map { row in
            var line = String((0..<size.columns).map { self[$0, row].character })
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n") + "\n"
    }
}
