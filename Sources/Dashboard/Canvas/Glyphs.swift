/// Stand-ins for terminals without UTF-8.
enum Glyphs {
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
        "…": "~", "·": ".", "•": "*", "●": "*", "○": "o", "◆": "+", "▲": "^", "▼": "v", "▶": ">", "◀": "<", "→": ">", "←": "<",
        "↑": "^",
        "↓": "v", "×": "x", "✓": "+", "✗": "x", "±": "+", "≤": "<", "⏸": "=", "°": "o",
        "█": "#", "▓": "#", "▒": "+", "░": "-",
    ]
}
