import Dashboard

/// Brings xterm's 256 colours to what a terminal has.
enum PaletteReduction {
    /// The colour's number on a terminal of `colors` colours; -1 is the person's own.
    static func index(of color: Color, colors: Int) -> Int32 {
        guard case .palette(let index) = color, colors >= 8 else { return -1 }
        if Int(index) < min(colors, 256) { return Int32(index) }
        if index < 16 { return Int32(index - 8) }
        return Int32(nearest(to: rgb(index), among: colors >= 16 ? 16 : 8))
    }

    /// xterm's own values; a person's theme may show the first 16 otherwise.
    static func rgb(_ index: UInt8) -> (red: Int, green: Int, blue: Int) {
        let value = Int(index)
        if value < 16 {
            return named[value]
        }
        if value < 232 {
            let cube = value - 16
            return (cubeLevels[cube / 36], cubeLevels[cube / 6 % 6], cubeLevels[cube % 6])
        }
        let grey = 8 + 10 * (value - 232)
        return (grey, grey, grey)
    }

    private static func nearest(to color: (red: Int, green: Int, blue: Int), among count: Int) -> Int {
        func distance(_ index: Int) -> Int {
            let other = named[index]
            let red = other.red - color.red
            let green = other.green - color.green
            let blue = other.blue - color.blue
            return red * red + green * green + blue * blue
        }
        return (0..<count).min { distance($0) < distance($1) } ?? 0
    }

    private static let cubeLevels = [0, 95, 135, 175, 215, 255]
    private static let named: [(red: Int, green: Int, blue: Int)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
}
