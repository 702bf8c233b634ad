/// A decoded image as the dashboard draws it.
public struct Picture: Hashable, Sendable {
    public let width: Int
    public let height: Int
    /// 1 for grey, 3 for colour.
    public let channels: Int
    /// Row by row, the channels of a pixel together.
    public let pixels: [UInt8]

    /// - Returns: `nil` where the numbers do not fit together.
    public init?(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        guard width > 0, height > 0, channels == 1 || channels == 3, pixels.count == width * height * channels else { return nil }
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    struct RGB: Hashable, Sendable {
        var red: Float
        var green: Float
        var blue: Float

        /// Rec. 601 luma, 0 to 255.
        var luma: Float { 0.299 * red + 0.587 * green + 0.114 * blue }
    }

    /// Only two values: a drawing.
    var isDrawing: Bool {
        guard channels == 1 else { return false }
        var seen: [UInt8] = []
        for value in pixels where !seen.contains(value) {
            seen.append(value)
            if seen.count > 2 { return false }
        }
        return true
    }

    /// The mean colour of a part of the picture, given in its own pixels; at least one pixel counts.
    func mean(x: Range<Double>, y: Range<Double>) -> RGB {
        func cells(_ range: Range<Double>, _ side: Int) -> Range<Int> {
            let start = min(max(0, Int(range.lowerBound)), side - 1)
            return start..<min(side, max(start + 1, Int(range.upperBound.rounded(.up))))
        }
        let (columns, rows) = (cells(x, width), cells(y, height))
        var sum = (red: Float(0), green: Float(0), blue: Float(0))
        for row in rows {
            for column in columns {
                let place = (row * width + column) * channels
                sum.red += Float(pixels[place])
                sum.green += Float(pixels[place + (channels == 3 ? 1 : 0)])
                sum.blue += Float(pixels[place + (channels == 3 ? 2 : 0)])
            }
        }
        let count = Float(rows.count * columns.count)
        return RGB(red: sum.red / count, green: sum.green / count, blue: sum.blue / count)
    }
}
