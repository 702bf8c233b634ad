/// A part of the screen, in cells.
struct Rect: Hashable, Sendable {
    var column: Int
    var row: Int
    var columns: Int
    var rows: Int

    init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    var isEmpty: Bool { columns == 0 || rows == 0 }
    var endColumn: Int { column + columns }
    var endRow: Int { row + rows }

    func inset(columns across: Int = 0, rows down: Int = 0) -> Rect {
        Rect(column: column + across, row: row + down, columns: columns - 2 * across, rows: rows - 2 * down)
    }

    /// The left part of at most `width` columns, and what is right of it after a gap.
    func splitLeft(_ width: Int, gap: Int = 0) -> (left: Rect, rest: Rect) {
        let left = min(max(0, width), columns)
        return (
            Rect(column: column, row: row, columns: left, rows: rows),
            Rect(column: column + left + gap, row: row, columns: columns - left - gap, rows: rows)
        )
    }

    /// The top part of at most `height` rows, and what is below it after a gap.
    func splitTop(_ height: Int, gap: Int = 0) -> (top: Rect, rest: Rect) {
        let top = min(max(0, height), rows)
        return (
            Rect(column: column, row: row, columns: columns, rows: top),
            Rect(column: column, row: row + top + gap, columns: columns, rows: rows - top - gap)
        )
    }

    /// The right part of at most `width` columns.
    func rightmost(_ width: Int) -> Rect {
        let kept = min(max(0, width), columns)
        return Rect(column: endColumn - kept, row: row, columns: kept, rows: rows)
    }

    func centered(columns width: Int, rows height: Int) -> Rect {
        Rect(column: column + (columns - width) / 2, row: row + (rows - height) / 2, columns: width, rows: height)
    }
}
