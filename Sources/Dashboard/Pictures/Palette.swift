/// The colours of xterm's cube and grey ramp; the sixteen below are a person's own and are left alone.
enum Palette {
    private static let cubeLevels = XtermPalette.cubeLevels.map(Double.init)

    /// The nearest of the 216 colours and 24 greys, by the distance of their parts.
    static func nearest(_ tone: Tone) -> Color {
        let (red, green, blue) = (level(tone.red), level(tone.green), level(tone.blue))
        let cube = Tone(red: cubeLevels[red], green: cubeLevels[green], blue: cubeLevels[blue])
        let step = max(0, min(23, Int((((tone.red + tone.green + tone.blue) / 3 - 8) / 10).rounded())))
        let shade = Double(8 + 10 * step)
        let grey = Tone(red: shade, green: shade, blue: shade)
        return distance(tone, grey) < distance(tone, cube)
            ? .palette(UInt8(232 + step)) : .palette(UInt8(16 + 36 * red + 6 * green + blue))
    }

    private static func level(_ part: Double) -> Int {
        cubeLevels.indices.min { abs(cubeLevels[$0] - part) < abs(cubeLevels[$1] - part) } ?? 0
    }

    private static func distance(_ one: Tone, _ other: Tone) -> Double {
        let (red, green, blue) = (one.red - other.red, one.green - other.green, one.blue - other.blue)
        return red * red + green * green + blue * blue
    }
}
