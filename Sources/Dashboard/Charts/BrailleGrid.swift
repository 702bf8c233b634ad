/// A grid of dots, 2x4 a cell; a cell belongs to the style that was drawn into it last. Without UTF-8 a cell shows which of its halves
/// hold dots.
struct BrailleGrid {
    let columns: Int
    let rows: Int
    private var dots: [UInt8]
    private var styles: [Style]

    init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        dots = Array(repeating: 0, count: self.columns * self.rows)
        styles = Array(repeating: .plain, count: self.columns * self.rows)
    }

    var width: Int { columns * 2 }
    var height: Int { rows * 4 }

    mutating func set(_ x: Int, _ y: Int, _ style: Style) {
        guard (0..<width).contains(x), (0..<height).contains(y) else { return }
        let cell = y / 4 * columns + x / 2
        // A cell has one colour: the dots of another curve would pass for this one's.
        if styles[cell] != style { dots[cell] = 0 }
        dots[cell] |= Self.bits[y % 4][x % 2]
        styles[cell] = style
    }

    /// All dots of a column between two heights, either way round.
    mutating func vertical(_ x: Int, from one: Int, to other: Int, _ style: Style) {
        let (low, high) = (max(0, min(one, other)), min(height - 1, max(one, other)))
        guard low <= high else { return }
        for y in low...high { set(x, y, style) }
    }

    /// A straight line between two dots. `from.x <= to.x`.
    mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ style: Style) {
        guard end.x > start.x else { return vertical(start.x, from: start.y, to: end.y, style) }
        let (first, last) = (max(start.x, 0), min(end.x, width - 1))
        guard first <= last else { return }
        var before: Int?
        for x in first...last {
            let y = start.y + (end.y - start.y) * (x - start.x) / (end.x - start.x)
            // Steep lines stay connected, but do not repeat the dot of the column before.
            let from = before.map { y > $0 ? $0 + 1 : y < $0 ? $0 - 1 : y } ?? y
            vertical(x, from: from, to: y, style)
            before = y
        }
    }

    /// Draws the cells that hold a dot; the others stay as they are.
    func draw(in canvas: inout Canvas, at rect: Rect) {
        for row in 0..<min(rows, rect.rows) {
            for column in 0..<min(columns, rect.columns) {
                let cell = row * columns + column
                guard dots[cell] != 0 else { continue }
                canvas.put(character(dots[cell], canvas.capabilities), rect.column + column, rect.row + row, styles[cell])
            }
        }
    }

    private func character(_ pattern: UInt8, _ capabilities: Capabilities) -> Character {
        guard !capabilities.unicode, pattern != 0 else {
            return Unicode.Scalar(0x2800 + UInt32(pattern)).map(Character.init) ?? " "
        }
        if pattern.nonzeroBitCount >= 6 { return "#" }
        switch (pattern & 0b0001_1011 != 0, pattern & 0b1110_0100 != 0) {
        case (true, true): return ":"
        case (true, false): return "'"
        default: return "."
        }
    }

    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
