/// A colour as terminals know it. `standard` is the person's own foreground or background, which is left alone.
public enum Color: Hashable, Sendable {
    case standard
    /// An index into xterm's 256 colours: 16 named, a 6x6x6 cube from 16, 24 greys from 232.
    case palette(UInt8)
}

/// How a cell looks.
public struct Style: Hashable, Sendable {
    public var foreground: Color
    public var background: Color
    public var bold: Bool
    public var dim: Bool
    public var underline: Bool
    public var reverse: Bool

    public init(
        foreground: Color = .standard, background: Color = .standard, bold: Bool = false, dim: Bool = false,
        underline: Bool = false, reverse: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.bold = bold
        self.dim = dim
        self.underline = underline
        self.reverse = reverse
    }

    public static let plain = Style()
}

/// What the terminal can show; the dashboard draws within it.
public struct Capabilities: Hashable, Sendable {
    /// UTF-8, and with it braille and block characters.
    public var unicode: Bool
    /// 0 without colour, 8, 16 or 256.
    public var colors: Int

    public init(unicode: Bool = true, colors: Int = 256) {
        self.unicode = unicode
        self.colors = colors
    }
}
