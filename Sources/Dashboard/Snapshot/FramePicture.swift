/// Turns frames into pictures, as a terminal of a plain dark or light theme would show them.
public struct FramePicture {
    private let scale: Int
    private let ground: Shade
    private let ink: Shade
    private var masks: [Character: CellMask] = [:]

    private typealias Shade = (red: Int, green: Int, blue: Int)

    /// - Parameters:
    ///   - scale: 1 for cells of 8x16 dots, 2 for 16x32.
    ///   - isLight: dark letters on a light ground.
    public init(scale: Int = 1, isLight: Bool = false) {
        self.scale = scale > 1 ? 2 : 1
        ground = isLight ? (253, 253, 250) : (22, 24, 29)
        ink = isLight ? (40, 42, 48) : (208, 210, 214)
    }

    /// - Returns: red, green and blue rows; `nil` for a frame without cells.
    public mutating func draw(_ frame: Frame) -> Picture? {
        let (width, height) = (BitmapFont.width * scale, BitmapFont.height * scale)
        let columns = frame.size.columns * width
        guard columns > 0, frame.size.rows > 0 else { return nil }
        var pixels = [UInt8](repeating: 0, count: columns * frame.size.rows * height * 3)
        for row in 0..<frame.size.rows {
            for column in 0..<frame.size.columns {
                let cell = frame[column, row]
                let isUnderCursor = frame.cursor == Position(column: column, row: row)
                let (front, back) = shades(of: cell.style, isReversed: cell.style.reverse != isUnderCursor)
                let mask = mask(for: cell)
                for y in 0..<height {
                    var place = ((row * height + y) * columns + column * width) * 3
                    let isUnderlined = cell.style.underline && y / scale == BitmapFont.height - 2
                    for x in 0..<width {
                        let share = isUnderlined ? 255 : Int(mask[x, y])
                        pixels[place] = blend(front.red, back.red, share)
                        pixels[place + 1] = blend(front.green, back.green, share)
                        pixels[place + 2] = blend(front.blue, back.blue, share)
                        place += 3
                    }
                }
            }
        }
        return Picture(width: columns, height: frame.size.rows * height, channels: 3, pixels: pixels)
    }

    private mutating func mask(for cell: Cell) -> CellMask {
        let mask: CellMask
        if let known = masks[cell.character] {
            mask = known
        } else {
            mask = GlyphMask.make(cell.character, scale: scale)
            masks[cell.character] = mask
        }
        // Lines, blocks and dots are no letters: they keep their weight.
        let isLetter = cell.character.unicodeScalars.first.map { !(0x2500...0x28FF).contains($0.value) } ?? false
        return cell.style.bold && isLetter ? mask.emboldened(by: scale) : mask
    }

    private func shades(of style: Style, isReversed: Bool) -> (Shade, Shade) {
        var front = shade(style.foreground, ink)
        let back = shade(style.background, ground)
        if style.dim {
            front = ((front.red + back.red) / 2, (front.green + back.green) / 2, (front.blue + back.blue) / 2)
        }
        return isReversed ? (back, front) : (front, back)
    }

    private func shade(_ color: Color, _ standard: Shade) -> Shade {
        switch color {
        case .standard: standard
        case .palette(let index): XtermPalette.rgb(index)
        }
    }

    private func blend(_ front: Int, _ back: Int, _ share: Int) -> UInt8 {
        UInt8(max(0, min(255, (front * share + back * (255 - share) + 127) / 255)))
    }
}
