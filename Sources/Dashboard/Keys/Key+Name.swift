extension Key {
    /// As help and footer write it.
    var name: String {
        switch self {
        case .character(let character): character == " " ? "Space" : String(character)
        case .control(let character): "^" + character.uppercased()
        case .function(let number): "F\(number)"
        case .click: "click"
        case .scroll: "wheel"
        case .paste: "pasted text"
        default: Self.named.first { $0.key == self }?.name ?? "?"
        }
    }

    /// The key that help and footer write so: `j`, `Space`, `Enter`, `^L`, `F1`; arrows also as `Up`, `Down`, `Left`, `Right`.
    public init?(named name: String) {
        if let known = Self.named.first(where: { $0.name == name || $0.word == name }) {
            self = known.key
        } else if name == "Space" {
            self = .character(" ")
        } else if name.count == 1, let character = name.first {
            self = .character(character)
        } else if name.count == 2, name.first == "^", let letter = name.last {
            self = .control(Character(letter.lowercased()))
        } else if name.first == "F", let number = Int(name.dropFirst()) {
            self = .function(number)
        } else {
            return nil
        }
    }

    private static let named: [(name: String, word: String, key: Key)] = [
        ("↑", "Up", .up), ("↓", "Down", .down), ("←", "Left", .left), ("→", "Right", .right), ("Home", "Home", .home),
        ("End", "End", .end), ("PgUp", "PageUp", .pageUp), ("PgDn", "PageDown", .pageDown), ("Enter", "Enter", .enter),
        ("Esc", "Escape", .escape), ("Tab", "Tab", .tab), ("S-Tab", "BackTab", .backTab), ("Backspace", "Backspace", .backspace),
        ("Del", "Delete", .delete),
    ]
}
