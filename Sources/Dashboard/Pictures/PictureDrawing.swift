/// Puts a picture into cells: drawings of two values as braille dots, others as half blocks of colour, as dithered dots where
/// colours are few, or as characters of rising weight.
enum PictureDrawing {
    /// Draws as large as the room allows, centred, without changing the proportions. A drawing that fits
    /// is shown dot for dot, or enlarged by a whole factor.
    static func draw(_ picture: Picture, in canvas: inout Canvas, rect: Rect) {
        guard !rect.isEmpty else { return }
        if !canvas.capabilities.unicode {
            drawCharacters(picture, in: &canvas, rect: rect)
        } else if let ink = picture.ink {
            drawDots(picture, ink: ink, in: &canvas, rect: rect)
        } else if canvas.capabilities.colors >= 256 {
            drawHalfBlocks(picture, in: &canvas, rect: rect)
        } else {
            drawDither(picture, in: &canvas, rect: rect)
        }
    }

    private static func drawDots(_ picture: Picture, ink: UInt8, in canvas: inout Canvas, rect: Rect) {
        let factor = min(rect.columns * 2 / picture.width, rect.rows * 4 / picture.height)
        let size =
            factor >= 1
            ? (width: picture.width * factor, height: picture.height * factor)
            : picture.size(within: rect.columns * 2, rect.rows * 4, cellAspect: 1)
        var grid = BrailleGrid(columns: (size.width + 1) / 2, rows: (size.height + 3) / 4)
        for y in 0..<size.height {
            for x in 0..<size.width where picture.coverage(of: ink, x: x, y: y, in: size) > 0.3 {
                grid.set(x, y, canvas.theme.strong)
            }
        }
        grid.draw(in: &canvas, at: rect.centered(columns: grid.columns, rows: grid.rows))
    }

    private static func drawHalfBlocks(_ picture: Picture, in canvas: inout Canvas, rect: Rect) {
        let size = picture.size(within: rect.columns, rect.rows * 2, cellAspect: 1)
        let place = rect.centered(columns: size.width, rows: (size.height + 1) / 2)
        for row in 0..<place.rows {
            for column in 0..<size.width {
                let upper = Palette.nearest(picture.mean(x: column, y: 2 * row, in: size))
                guard 2 * row + 1 < size.height else {
                    canvas.put("▀", place.column + column, place.row + row, Style(foreground: upper))
                    continue
                }
                let lower = Palette.nearest(picture.mean(x: column, y: 2 * row + 1, in: size))
                canvas.put("▀", place.column + column, place.row + row, Style(foreground: upper, background: lower))
            }
        }
    }

    /// A dot where the picture is light. Right on a dark background; on a light one it is the negative.
    private static func drawDither(_ picture: Picture, in canvas: inout Canvas, rect: Rect) {
        let size = picture.size(within: rect.columns * 2, rect.rows * 4, cellAspect: 1)
        var lightness = LightnessMap(picture, in: size)
        lightness.stretch()
        lightness.sharpen()
        var grid = BrailleGrid(columns: (size.width + 1) / 2, rows: (size.height + 3) / 4)
        for (place, isLight) in lightness.dots().enumerated() where isLight {
            grid.set(place % size.width, place / size.width, .plain)
        }
        grid.draw(in: &canvas, at: rect.centered(columns: grid.columns, rows: grid.rows))
    }

    /// Brighter is denser, as in dithering.
    private static func drawCharacters(_ picture: Picture, in canvas: inout Canvas, rect: Rect) {
        let ramp = Array(" .:-=+*#%@")
        // Cells are about twice as high as wide.
        let size = picture.size(within: rect.columns, rect.rows, cellAspect: 2)
        let place = rect.centered(columns: size.width, rows: size.height)
        let ink = picture.ink
        var lightness = LightnessMap(picture, in: size)
        lightness.stretch()
        for row in 0..<size.height {
            for column in 0..<size.width {
                let share =
                    ink.map { picture.coverage(of: $0, x: column, y: row, in: size) * 2 }
                    ?? lightness.values[row * size.width + column]
                canvas.put(
                    ramp[max(0, min(ramp.count - 1, Int(share * Double(ramp.count))))], place.column + column, place.row + row)
            }
        }
    }
}

/// A colour by its parts, 0 to 255.
struct Tone: Hashable {
    let red: Double
    let green: Double
    let blue: Double

    /// 0 to 1, weighted as the eye does (ITU-R BT.601).
    var lightness: Double { (0.299 * red + 0.587 * green + 0.114 * blue) / 255 }
}

extension Picture {
    /// The value of the drawing in a picture of exactly two values, the rarer of both; `nil` for any other picture.
    var ink: UInt8? {
        guard channels == 1, let first = pixels.first else { return nil }
        var other: UInt8?
        var count = 0
        for pixel in pixels where pixel != first {
            guard other == nil || other == pixel else { return nil }
            other = pixel
            count += 1
        }
        return other.map { count * 2 <= pixels.count ? $0 : first }
    }

    /// The largest size in the picture's proportions; `cellAspect` is the height of a place over its width.
    func size(within columns: Int, _ rows: Int, cellAspect: Double) -> (width: Int, height: Int) {
        let scale = min(Double(columns) / Double(width), Double(rows) * cellAspect / Double(height))
        return (
            max(1, min(columns, Int((Double(width) * scale).rounded()))),
            max(1, min(rows, Int((Double(height) * scale / cellAspect).rounded())))
        )
    }

    /// The pixels that fall into a place when the picture is drawn at a size; at least one.
    private func area(x: Int, y: Int, in size: (width: Int, height: Int)) -> (columns: Range<Int>, rows: Range<Int>) {
        let left = min(width - 1, x * width / size.width)
        let top = min(height - 1, y * height / size.height)
        return (
            left..<max(left + 1, min(width, (x + 1) * width / size.width)),
            top..<max(top + 1, min(height, (y + 1) * height / size.height))
        )
    }

    /// Share of a place's pixels that have a value, 0 to 1.
    func coverage(of value: UInt8, x: Int, y: Int, in size: (width: Int, height: Int)) -> Double {
        let area = area(x: x, y: y, in: size)
        var count = 0
        for row in area.rows {
            for column in area.columns where pixels[row * width + column] == value { count += 1 }
        }
        return Double(count) / Double(area.rows.count * area.columns.count)
    }

    /// The mean colour of a place.
    func mean(x: Int, y: Int, in size: (width: Int, height: Int)) -> Tone {
        let area = area(x: x, y: y, in: size)
        var sums = (red: 0, green: 0, blue: 0)
        for row in area.rows {
            for column in area.columns {
                let start = (row * width + column) * channels
                sums.red += Int(pixels[start])
                sums.green += Int(pixels[start + (channels == 3 ? 1 : 0)])
                sums.blue += Int(pixels[start + (channels == 3 ? 2 : 0)])
            }
        }
        let count = Double(area.rows.count * area.columns.count)
        return Tone(red: Double(sums.red) / count, green: Double(sums.green) / count, blue: Double(sums.blue) / count)
    }
}
