/// How a terminal draws pictures dot by dot.
public enum PixelGraphics: Hashable, Sendable {
    /// Kitty's graphics protocol.
    case kitty
    /// DEC's sixels.
    case sixel

    var title: String { self == .kitty ? "Kitty's graphics" : "sixel graphics" }
}

/// What a terminal has for pictures.
public struct PixelSupport: Hashable, Sendable {
    public let graphics: PixelGraphics
    /// Dots of one cell.
    public let cellWidth: Int
    public let cellHeight: Int

    public init(graphics: PixelGraphics, cellWidth: Int, cellHeight: Int) {
        self.graphics = graphics
        self.cellWidth = max(1, cellWidth)
        self.cellHeight = max(1, cellHeight)
    }
}

/// What a terminal said when it was asked for pictures.
public enum PixelAnswer: Hashable, Sendable {
    case supported(PixelSupport)
    /// Why there are none, as a sentence.
    case refused(String)
}

/// A picture that the terminal draws over blank cells; it is stretched to fill them.
public struct PixelPicture: Hashable, Sendable {
    public let picture: Picture
    public let column: Int
    public let row: Int
    public let columns: Int
    public let rows: Int

    public init(_ picture: Picture, column: Int, row: Int, columns: Int, rows: Int) {
        self.picture = picture
        (self.column, self.row, self.columns, self.rows) = (column, row, columns, rows)
    }
}

extension PixelPicture {
    /// As large as a place allows, centred, in the picture's proportions as near as whole cells can be.
    init?(_ picture: Picture, in rect: Rect, _ support: PixelSupport) {
        guard !rect.isEmpty else { return nil }
        let (width, height) = (Double(rect.columns * support.cellWidth), Double(rect.rows * support.cellHeight))
        let scale = min(width / Double(picture.width), height / Double(picture.height))
        func cells(_ dots: Int, _ cell: Int, _ most: Int) -> Int {
            max(1, min(most, Int((Double(dots) * scale / Double(cell)).rounded())))
        }
        let place = rect.centered(
            columns: cells(picture.width, support.cellWidth, rect.columns),
            rows: cells(picture.height, support.cellHeight, rect.rows))
        self.init(picture, column: place.column, row: place.row, columns: place.columns, rows: place.rows)
    }
}
