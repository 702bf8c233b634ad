/// Draws words, rules and panels into a frame. Everything a screen shows goes through here, so that nothing can leave its place.
struct Canvas {
    private(set) var frame: Frame
    /// What answers the mouse, the uppermost last.
    private(set) var targets: [ClickTarget] = []
    let capabilities: Capabilities
    let theme: Theme
    /// What the terminal draws pictures with; `nil` for glyphs.
    let pixels: PixelSupport?

    init(size: Size, capabilities: Capabilities, pixels: PixelSupport? = nil) {
        frame = Frame(size: size)
        self.capabilities = capabilities
        theme = Theme(capabilities)
        self.pixels = pixels
    }

    var bounds: Rect { Rect(frame.size) }

    mutating func put(_ character: Character, _ column: Int, _ row: Int, _ style: Style = .plain) {
        let narrow = Glyphs.narrow(character)
        frame[column, row] = Cell(capabilities.unicode ? narrow : Glyphs.ascii(narrow), style: style)
    }

    /// Lets a place answer the mouse.
    mutating func onClick(_ rect: Rect, _ meaning: ClickTarget.Meaning) {
        targets.append(ClickTarget(rect: rect, meaning: meaning))
    }

    /// Leaves a picture to the terminal.
    mutating func place(_ picture: PixelPicture) { frame.pictures.append(picture) }

    mutating func showCursor(_ column: Int, _ row: Int) {
        frame.cursor = Position(column: column, row: row)
    }

    /// Writes one line inside a rectangle; what does not fit ends in an ellipsis.
    ///
    /// - Returns: the columns used.
    @discardableResult
    mutating func text(
        _ text: String, in rect: Rect, row: Int = 0, offset: Int = 0, _ style: Style = .plain, align: Alignment = .left
    ) -> Int {
        let room = rect.columns - offset
        guard row >= 0, row < rect.rows, room > 0, !text.isEmpty else { return 0 }
        let line = text.fitted(to: room)
        let start =
            switch align {
            case .left: offset
            case .right: rect.columns - line.count
            case .center: offset + (room - line.count) / 2
            }
        for (index, character) in line.enumerated() {
            put(character, rect.column + start + index, rect.row + row, style)
        }
        return line.count
    }

    /// Writes differently styled pieces one after another.
    ///
    /// - Returns: the columns used.
    @discardableResult
    mutating func spans(_ spans: [Span], in rect: Rect, row: Int = 0, offset: Int = 0) -> Int {
        var used = offset
        for span in spans {
            used += text(span.text, in: rect, row: row, offset: used, span.style)
        }
        return used - offset
    }

    /// Writes a sentence on one line, or, where it has no room there, over the lines above too: for the moment that it stands there it is
    /// worth more than what lies beneath.
    ///
    /// - Parameter rect: the lowest line.
    mutating func sentence(_ text: String, endingIn rect: Rect, _ style: Style) {
        let most = 4
        let lines = text.wrapped(to: max(1, rect.columns - 2))
        let shown =
            lines.count > most ? Array(lines.prefix(most - 1)) + [lines.dropFirst(most - 1).joined(separator: " ")] : lines
        for (place, line) in shown.enumerated() {
            let row = rect.row - shown.count + 1 + place
            guard row >= 0 else { continue }
            let area = Rect(column: rect.column, row: row, columns: rect.columns, rows: 1)
            fill(area)
            self.text(line, in: area.splitLeft(rect.columns - 1).left, offset: 1, style)
        }
    }

    mutating func fill(_ rect: Rect, _ character: Character = " ", _ style: Style = .plain) {
        for row in rect.row..<max(rect.row, rect.endRow) {
            for column in rect.column..<max(rect.column, rect.endColumn) {
                put(character, column, row, style)
            }
        }
    }

    /// A frame with a title on its upper edge.
    ///
    /// - Returns: the room inside.
    @discardableResult
    mutating func panel(_ title: String, in rect: Rect, note: String = "", isFocused: Bool = false) -> Rect {
        guard rect.columns >= 2, rect.rows >= 2 else { return rect.inset(columns: 1, rows: 1) }
        let style = isFocused ? theme.accent : theme.border
        let (left, right, top, bottom) = (rect.column, rect.endColumn - 1, rect.row, rect.endRow - 1)
        for column in left...right {
            put("─", column, top, style)
            put("─", column, bottom, style)
        }
        for row in top...bottom {
            put("│", left, row, style)
            put("│", right, row, style)
        }
        put("╭", left, top, style)
        put("╮", right, top, style)
        put("╰", left, bottom, style)
        put("╯", right, bottom, style)
        let edge = Rect(column: left + 2, row: top, columns: rect.columns - 4, rows: 1)
        let used = text(title.isEmpty ? "" : " \(title) ", in: edge, isFocused ? theme.accent : theme.strong)
        if !note.isEmpty, edge.columns - used > note.count + 3 {
            text(" \(note) ", in: edge, theme.faint, align: .right)
        }
        return rect.inset(columns: 1, rows: 1)
    }
}

enum Alignment: Sendable {
    case left
    case right
    case center
}

/// A piece of a line with one style.
struct Span: Sendable {
    let text: String
    let style: Style

    init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

extension String {
    /// At most `width` characters; a cut one ends in an ellipsis.
    func fitted(to width: Int) -> String {
        guard count > width else { return self }
        return width <= 1 ? String(prefix(max(0, width))) : prefix(width - 1) + "…"
    }

    /// At most `width` characters of the end, which tells more of a path; a cut one begins with an ellipsis.
    func fittedKeepingEnd(to width: Int) -> String {
        guard count > width else { return self }
        return width <= 1 ? String(suffix(max(0, width))) : "…" + suffix(width - 1)
    }

    /// Lines of at most `width` characters, broken between words.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        // A sign stays beside its number.
        let words = split(separator: " ").reduce(into: [String]()) { words, word in
            if word == "%", let last = words.indices.last { words[last] += " %" } else { words.append(String(word)) }
        }
        for word in words {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word)
            }
        }
        return lines
    }

    func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }

    func leftPadded(to width: Int) -> String {
        count >= width ? self : String(repeating: " ", count: width - count) + self
    }
}
