extension Canvas {
    /// Draws a picture as large as the room allows, in its own proportions: drawings in braille, grey and colour in half blocks,
    /// and in characters of rising weight where the terminal has neither.
    mutating func picture(_ picture: Picture, in rect: Rect) {
        guard !rect.isEmpty else { return }
        if !capabilities.unicode {
            characters(picture, in: fitted(picture, in: rect, dotsAcross: 1, dotsDown: 2))
        } else if picture.isDrawing || capabilities.colors < 256 {
            braille(picture, in: fitted(picture, in: rect, dotsAcross: 2, dotsDown: 4))
        } else {
            halfBlocks(picture, in: fitted(picture, in: rect, dotsAcross: 1, dotsDown: 2))
        }
    }

    /// The largest rectangle of the picture's proportions, centred. Cells are about twice as high as wide. A small picture is not
    /// enlarged beyond whole multiples of its pixels, and a drawing that fits is drawn dot for dot.
    private func fitted(_ picture: Picture, in rect: Rect, dotsAcross: Int, dotsDown: Int) -> Rect {
        let scale = min(
            Double(rect.columns * dotsAcross) / Double(picture.width), Double(rect.rows * dotsDown) / Double(picture.height))
        let used = dotsAcross == 2 && scale >= 1 ? scale.rounded(.down) : scale
        let columns = min(rect.columns, Int((Double(picture.width) * used / Double(dotsAcross)).rounded(.up)))
        let rows = min(rect.rows, Int((Double(picture.height) * used / Double(dotsDown)).rounded(.up)))
        return Rect(
            column: rect.column + (rect.columns - columns) / 2, row: rect.row + (rect.rows - rows) / 2,
            columns: max(1, columns), rows: max(1, rows))
    }

    /// The part of a picture that one of `across` x `down` equal cells covers.
    private func part(_ picture: Picture, _ x: Int, _ y: Int, _ across: Int, _ down: Int) -> Picture.RGB {
        let (width, height) = (Double(picture.width), Double(picture.height))
        return picture.mean(
            x: width * Double(x) / Double(across)..<width * Double(x + 1) / Double(across),
            y: height * Double(y) / Double(down)..<height * Double(y + 1) / Double(down))
    }

    /// Dots where there is ink: the rarer of a drawing's two values, or what is darker than an ordered pattern of thresholds.
    private mutating func braille(_ picture: Picture, in rect: Rect) {
        let (across, down) = (rect.columns * 2, rect.rows * 4)
        let isDrawing = picture.isDrawing
        let dark = picture.pixels.count { $0 < 128 }
        let inkIsDark = !isDrawing || dark * 2 <= picture.pixels.count
        // Bayer's 2x2 pattern (1973): even greys become even textures.
        let thresholds: [[Float]] = [[51, 153], [204, 102]]
        // A drawing that is made smaller keeps its thin strokes: a dot is set where a third of its part is ink.
        let strokes: Float = across < picture.width || down < picture.height ? 170 : 128
        var grid = BrailleGrid(columns: rect.columns, rows: rect.rows)
        for y in 0..<down {
            for x in 0..<across {
                let luma = part(picture, x, y, across, down).luma
                let threshold = isDrawing ? (inkIsDark ? strokes : 255 - strokes) : thresholds[y % 2][x % 2]
                if inkIsDark && isDrawing ? luma < threshold : luma > threshold { grid.set(x, y, .plain) }
            }
        }
        grid.draw(in: &self, at: rect)
    }

    /// Two pixels a cell: the upper one is the foreground of a half block, the lower one its background.
    private mutating func halfBlocks(_ picture: Picture, in rect: Rect) {
        for row in 0..<rect.rows {
            for column in 0..<rect.columns {
                let upper = part(picture, column, 2 * row, rect.columns, 2 * rect.rows)
                let lower = part(picture, column, 2 * row + 1, rect.columns, 2 * rect.rows)
                put(
                    "▀", rect.column + column, rect.row + row,
                    Style(foreground: Palette.nearest(upper), background: Palette.nearest(lower)))
            }
        }
    }

    private mutating func characters(_ picture: Picture, in rect: Rect) {
        let ramp = Array(" .:-=+*#%@")
        for row in 0..<rect.rows {
            for column in 0..<rect.columns {
                let luma = part(picture, column, row, rect.columns, rect.rows).luma
                // Drawings are ink on paper: the dark is what is drawn.
                let share = picture.isDrawing ? 1 - luma / 255 : luma / 255
                put(ramp[min(ramp.count - 1, Int(share * Float(ramp.count)))], rect.column + column, rect.row + row)
            }
        }
    }
}

/// xterm's 256 colours: a cube of 6x6x6 from 16, 24 greys from 232.
enum Palette {
    private static let steps: [Float] = [0, 95, 135, 175, 215, 255]

    static func nearest(_ color: Picture.RGB) -> Color {
        let indices = [color.red, color.green, color.blue].map(nearestStep)
        let cube = Picture.RGB(red: steps[indices[0]], green: steps[indices[1]], blue: steps[indices[2]])
        let greyIndex = min(23, max(0, Int(((color.luma - 8) / 10).rounded())))
        let level = Float(8 + 10 * greyIndex)
        let grey = Picture.RGB(red: level, green: level, blue: level)
        if distance(color, grey) < distance(color, cube) { return .palette(UInt8(232 + greyIndex)) }
        return .palette(UInt8(16 + 36 * indices[0] + 6 * indices[1] + indices[2]))
    }

    private static func nearestStep(_ value: Float) -> Int {
        steps.indices.min { abs(steps[$0] - value) < abs(steps[$1] - value) } ?? 0
    }

    private static func distance(_ one: Picture.RGB, _ other: Picture.RGB) -> Float {
        let (red, green, blue) = (one.red - other.red, one.green - other.green, one.blue - other.blue)
        return red * red + green * green + blue * blue
    }
}
