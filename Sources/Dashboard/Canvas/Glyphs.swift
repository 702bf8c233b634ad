/// Keeps every character one cell wide, and stands in for those that a terminal without UTF-8 lacks.
enum Glyphs {
    /// The character itself where it takes exactly one cell. Names of files and classes may hold anything.
    static func narrow(_ character: Character) -> Character {
        if let ascii = character.asciiValue { return (0x20..<0x7F).contains(ascii) ? character : "·" }
        guard let scalar = character.unicodeScalars.first else { return " " }
        if (0x2500...0x28FF).contains(scalar.value) { return Character(scalar) }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .privateUse, .nonspacingMark, .enclosingMark, .spacingMark,
            .lineSeparator, .paragraphSeparator:
            return "·"
        default: return isWide(scalar.value) ? "?" : Character(scalar)
        }
    }

    /// The blocks of East Asian wide characters and pictographs.
    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23F3, 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE10...0xFE1F, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
            0x1AFF0...0x1B2FF, 0x1F000...0x1FAFF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }

    static func ascii(_ character: Character) -> Character {
        if character.isASCII { return character }
        if let known = known[character] { return known }
        // Braille and blocks: something is there.
        if let value = character.unicodeScalars.first?.value {
            if value == 0x2800 { return " " }
            if (0x2801...0x28FF).contains(value) { return value.nonzeroBitCount > 3 ? "*" : "." }
            if (0x2580...0x259F).contains(value) { return "#" }
        }
        return "?"
    }

    private static let known: [Character: Character] = [
        "─": "-", "│": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
        "└": "`", "┌": "+", "┐": "+", "┘": "+", "━": "=", "┄": ".", "╌": ".",
        "…": "~", "·": ".", "•": "*", "●": "*", "○": "o", "◆": "+", "▲": "^", "▼": "v", "▶": ">", "◀": "<", "▸": ">", "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v", "×": "x", "✓": "+", "✗": "x", "┊": ":", "┃": "|", "▏": "|", "╎": ":", "◇": "+", "Σ": "S", "±": "+", "≤": "<",
        "⏸": "=", "°": "o",
        "█": "#", "▓": "#", "▒": "+", "░": "-",
    ]
}
