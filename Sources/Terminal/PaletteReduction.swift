import Dashboard

/// Brings xterm's 256 colours to what a terminal has.
enum PaletteReduction {
    /// The colour's number on a terminal of `colors` colours; -1 is the person's own.
    static func index(of color: Color, colors: Int) -> Int32 {
        guard case .palette(let index) = color, colors >= 8 else { return -1 }
        if Int(index) < min(colors, 256) { return Int32(index) }
        if index < 16 { return Int32(index - 8) }
        return Int32(nearest(to: XtermPalette.rgb(index), among: colors >= 16 ? 16 : 8))
    }

    private static func nearest(to color: (red: Int, green: Int, blue: Int), among count: Int) -> Int {
        func distance(_ index: Int) -> Int {
            let other = XtermPalette.rgb(UInt8(index))
            let red = other.red - color.red
            let green = other.green - color.green
            let blue = other.blue - color.blue
            return red * red + green * green + blue * blue
        }
        return (0..<count).min { distance($0) < distance($1) } ?? 0
    }
}
