/// The picture of a file with lines below it, or why there is none.
struct PictureTile {
    let file: String
    /// What is drawn in place of the picture as it is: made from it, where that can be made.
    var treated: ((Picture) -> Picture?)?
    var captions: [[Span]] = []

    func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let lines = captions.prefix(max(0, rect.rows - 1))
        let pictureRows = min(rect.rows - lines.count, Self.rows(of: file, state, columns: rect.columns) ?? rect.rows)
        let spare = rect.rows - lines.count - pictureRows
        let (image, below) = rect.splitTop(spare / 2).rest.splitTop(pictureRows)
        switch state.pictures[file] {
        case .drawn(let picture)?: draw(treated?(picture) ?? picture, in: &canvas, rect: image)
        case .unreadable?: canvas.text("cannot be read", in: image, row: image.rows / 2, canvas.theme.bad, align: .center)
        case nil: canvas.text("…", in: image, row: image.rows / 2, canvas.theme.faint, align: .center)
        }
        for (row, spans) in lines.enumerated() {
            let width = spans.reduce(0) { $0 + $1.text.count }
            canvas.spans(spans, in: below, row: row, offset: max(0, (below.columns - width) / 2))
        }
    }
}

extension PictureTile {
    /// The rows that a picture fills when it is as wide as some columns; `nil` where it is not known.
    static func rows(of file: String, _ state: DashboardState, columns: Int) -> Int? {
        guard case .drawn(let picture)? = state.pictures[file] else { return nil }
        // Cells are twice as high as wide.
        return max(1, (columns * picture.height + 2 * picture.width - 1) / (2 * picture.width))
    }

    private func draw(_ picture: Picture, in canvas: inout Canvas, rect: Rect) {
        if let pixels = canvas.pixels, let shown = PixelPicture(picture, in: rect, pixels) {
            canvas.place(shown)
        } else {
            PictureDrawing.draw(picture, in: &canvas, rect: rect)
        }
    }
}

/// Equal places for several pictures, as large as they can be.
struct TileGrid {
    let tiles: [Rect]

    /// - Parameter captionRows: below every picture.
    init(count: Int, captionRows: Int, in rect: Rect, gap: Int = 1) {
        guard count > 0, !rect.isEmpty else {
            tiles = []
            return
        }
        func tile(across: Int) -> (columns: Int, rows: Int) {
            let down = (count + across - 1) / across
            return ((rect.columns - gap * (across - 1)) / across, rect.rows / down)
        }
        // Cells are twice as high as wide: the smaller side of a square picture counts.
        func side(across: Int) -> Int { min(tile(across: across).columns, 2 * (tile(across: across).rows - captionRows)) }
        let across = (1...count).max { side(across: $0) < side(across: $1) } ?? 1
        let size = tile(across: across)
        tiles = (0..<count).map { place in
            Rect(
                column: rect.column + place % across * (size.columns + gap), row: rect.row + place / across * size.rows,
                columns: size.columns, rows: size.rows)
        }
    }
}
