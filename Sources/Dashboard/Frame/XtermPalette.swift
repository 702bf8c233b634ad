/// The 256 colours that terminals agree on, as xterm shows them; a person's theme may show the first sixteen otherwise.
public enum XtermPalette {
    public static func rgb(_ index: UInt8) -> (red: Int, green: Int, blue: Int) {
        let value = Int(index)
        if value < 16 { return named[value] }
        if value < 232 {
            let cube = value - 16
            return (cubeLevels[cube / 36], cubeLevels[cube / 6 % 6], cubeLevels[cube % 6])
        }
        let grey = 8 + 10 * (value - 232)
        return (grey, grey, grey)
    }

    static let cubeLevels = [0, 95, 135, 175, 215, 255]
    private static let named: [(red: Int, green: Int, blue: Int)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
}
