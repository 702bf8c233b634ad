import Dashboard

/// DEC's sixels (VT330/VT340 Programmer Reference Manual, volume 2, chapter 14): six dots a character, colour by colour.
enum SixelGraphics {
    /// Shows a picture where the cursor is, stretched to a size in dots.
    static func show(_ picture: Picture, width: Int, height: Int) -> String {
        guard width > 0, height > 0 else { return "" }
        let image = IndexedImage(picture, width: width, height: height)
        // Dots without a colour stay as they are.
        var text = "\u{1B}P0;1;0q\"1;1;\(width);\(height)"
        for (index, color) in image.colors.enumerated() {
            text += "#\(index);2;\(percent(color.red));\(percent(color.green));\(percent(color.blue))"
        }
        for top in stride(from: 0, to: height, by: 6) {
            text += band(of: image, top: top) + "-"
        }
        return text + "\u{1B}\\"
    }

    private static func percent(_ level: UInt8) -> Int { (Int(level) * 100 + 127) / 255 }

    private static func band(of image: IndexedImage, top: Int) -> String {
        let rows = min(6, image.height - top)
        var bits: [Int: [UInt8]] = [:]
        for row in 0..<rows {
            for column in 0..<image.width {
                let color = image.indices[(top + row) * image.width + column]
                bits[color, default: Array(repeating: 0, count: image.width)][column] |= 1 << UInt8(row)
            }
        }
        return bits.keys.sorted().map { "#\($0)" + runs(of: bits[$0] ?? []) }.joined(separator: "$")
    }

    /// Equal neighbours as a number and one character.
    private static func runs(of bits: [UInt8]) -> String {
        var text = ""
        var start = 0
        while start < bits.count {
            var end = start
            while end < bits.count, bits[end] == bits[start] { end += 1 }
            let character = String(Unicode.Scalar(bits[start] + 63))
            let count = end - start
            text += count > 3 ? "!\(count)\(character)" : String(repeating: character, count: count)
            start = end
        }
        return text
    }
}

/// A picture brought to a size and to few colours: 32 greys, and 6 x 6 x 6 colours for dots that are not grey.
private struct IndexedImage {
    struct Color: Hashable {
        let red: UInt8
        let green: UInt8
        let blue: UInt8
    }

    let width: Int
    let height: Int
    /// The colours that occur.
    private(set) var colors: [Color] = []
    /// Places in `colors`, row by row.
    private(set) var indices: [Int] = []

    init(_ picture: Picture, width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        var places: [Color: Int] = [:]
        indices.reserveCapacity(width * height)
        for y in 0..<height {
            let row = y * picture.height / height
            for x in 0..<width {
                let dot = (row * picture.width + x * picture.width / width) * picture.channels
                let color = Self.color(of: picture, at: dot)
                if places[color] == nil {
                    places[color] = colors.count
                    colors.append(color)
                }
                indices.append(places[color] ?? 0)
            }
        }
    }

    private static func color(of picture: Picture, at dot: Int) -> Color {
        func level(_ value: Int, _ steps: Int) -> UInt8 {
            UInt8((value * (steps - 1) + 127) / 255 * 255 / (steps - 1))
        }
        let parts = picture.pixels[dot..<dot + picture.channels].map { Int($0) }
        if let least = parts.min(), let most = parts.max(), most - least <= nearlyGrey {
            let grey = level(parts.reduce(0, +) / parts.count, 32)
            return Color(red: grey, green: grey, blue: grey)
        }
        return Color(red: level(parts[0], 6), green: level(parts[1], 6), blue: level(parts[2], 6))
    }

    /// A part of a colour may differ so much without being seen as one.
    private static let nearlyGrey = 10
}
