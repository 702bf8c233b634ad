/// How much of each dot of a cell its character covers: 0 nothing, 255 all of it.
struct CellMask {
    let width: Int
    let height: Int
    private(set) var coverage: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        coverage = Array(repeating: 0, count: width * height)
    }

    subscript(x: Int, y: Int) -> UInt8 {
        (0..<width).contains(x) && (0..<height).contains(y) ? coverage[y * width + x] : 0
    }

    /// Covers a rectangle; what lies outside the cell is left out.
    mutating func fill(x columns: Range<Int>, y rows: Range<Int>, _ value: UInt8 = 255) {
        for y in rows.clamped(to: 0..<height) {
            for x in columns.clamped(to: 0..<width) { coverage[y * width + x] = value }
        }
    }

    /// As bold letters are made from thin ones: every dot is drawn again to its right.
    func emboldened(by dots: Int) -> CellMask {
        var bold = self
        for y in 0..<height {
            for x in 0..<width where bold.coverage[y * width + x] == 0 {
                bold.coverage[y * width + x] = (1...max(1, dots)).map { self[x - $0, y] }.max() ?? 0
            }
        }
        return bold
    }

    /// Twice as large, with diagonals smoothed by Scale2x (Mazzoleni 2001).
    func doubled() -> CellMask {
        var result = CellMask(width: 2 * width, height: 2 * height)
        for y in 0..<height {
            for x in 0..<width {
                let (here, up, down) = (self[x, y], self[x, y - 1], self[x, y + 1])
                let (left, right) = (self[x - 1, y], self[x + 1, y])
                let isEdge = up != down && left != right
                result.fill(x: 2 * x..<2 * x + 1, y: 2 * y..<2 * y + 1, isEdge && left == up ? left : here)
                result.fill(x: 2 * x + 1..<2 * x + 2, y: 2 * y..<2 * y + 1, isEdge && up == right ? right : here)
                result.fill(x: 2 * x..<2 * x + 1, y: 2 * y + 1..<2 * y + 2, isEdge && left == down ? left : here)
                result.fill(x: 2 * x + 1..<2 * x + 2, y: 2 * y + 1..<2 * y + 2, isEdge && down == right ? right : here)
            }
        }
        return result
    }
}
