/// A grid of dots, 2x4 a cell, in several colours; a cell takes the style of the layer that was drawn into it last.
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
        dots[cell] |= Self.bits[y % 4][x % 2]
        styles[cell] = style
    }

    /// All dots of a column from `low` to `high`, either way round.
    mutating func vertical(_ x: Int, from low: Int, to high: Int, _ style: Style) {
        for y in max(0, min(low, high))...max(0, min(height - 1, max(low, high))) where y < height {
            set(x, y, style)
        }
    }

    /// Draws the cells that hold a dot; the others stay as they are.
    func draw(in canvas: inout Canvas, at rect: Rect) {
        for row in 0..<min(rows, rect.rows) {
            for column in 0..<min(columns, rect.columns) {
                let cell = row * columns + column
                guard dots[cell] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(dots[cell])) else { continue }
                canvas.put(Character(scalar), rect.column + column, rect.row + row, styles[cell])
            }
        }
    }

    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
