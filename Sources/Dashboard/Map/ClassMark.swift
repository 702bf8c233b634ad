/// How a class is marked among others: a letter for everybody, and a colour for those who see it.
struct ClassMark {
    let glyph: Character
    let style: Style

    private static let glyphs = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    /// Neighbours in this list differ in hue and in lightness; all are readable on light and on dark backgrounds.
    private static let colors: [UInt8] = [33, 208, 35, 170, 160, 37, 136, 99, 67, 70, 131, 244]

    /// - Parameter place: of the class among all classes.
    init(place: Int, theme: Theme) {
        glyph = Self.glyphs[place % Self.glyphs.count]
        if theme.colors >= 256 {
            style = Style(foreground: .palette(Self.colors[place % Self.colors.count]))
        } else {
            style = theme.colors >= 8 ? Style(foreground: .palette(UInt8(1 + place % 6))) : .plain
        }
    }
}
