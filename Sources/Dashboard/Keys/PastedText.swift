/// Pasted text fills a line that is typed, and does nothing else: no character of it is a key.
enum PastedText {
    /// One line of what was pasted: line breaks and tabs become spaces, and what steers a terminal is left out.
    static func line(of text: String) -> String {
        var line = String.UnicodeScalarView()
        var scalars = Substring.UnicodeScalarView(text.unicodeScalars)
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1B}" {
                skipSequence(&scalars)
            } else if scalar.isBreak {
                if let last = line.last, last != " " { line.append(" ") }
            } else if !scalar.steers {
                line.append(scalar)
            }
        }
        while line.last == " " { line.removeLast() }
        return String(line)
    }

    /// After an Escape: the rest of what a terminal would have obeyed (ECMA-48, sections 5.4 and 5.6).
    private static func skipSequence(_ scalars: inout Substring.UnicodeScalarView) {
        switch scalars.first {
        case "[":
            scalars.removeFirst()
            while let scalar = scalars.first, ("\u{20}"..."\u{3F}").contains(scalar) { scalars.removeFirst() }
            if let final = scalars.first, ("\u{40}"..."\u{7E}").contains(final) { scalars.removeFirst() }
        case "]", "P", "_", "^", "X":
            // Up to BEL or Escape and a backslash; where neither comes, only the introducer goes.
            let end = scalars.firstIndex { $0 == "\u{7}" || $0 == "\u{1B}" }
            scalars = end.map { scalars[$0...] } ?? scalars.dropFirst()
            if scalars.first == "\u{7}" { scalars.removeFirst() }
            if scalars.starts(with: "\u{1B}\\".unicodeScalars) { scalars.removeFirst(2) }
        case "\\": scalars.removeFirst()
        default: break
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isBreak: Bool { ["\n", "\r", "\t", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"].contains(self) }

    /// Control characters, and those that turn the direction of what follows.
    fileprivate var steers: Bool {
        properties.generalCategory == .control || ("\u{202A}"..."\u{202E}").contains(self)
            || ("\u{2066}"..."\u{2069}").contains(self)
    }
}

extension DashboardState {
    var isTyping: Bool { if case .entry = overlay { true } else { false } }

    /// Says why pasted text does nothing where no line is typed.
    mutating func refusePaste(_ text: String) {
        let words = PastedText.line(of: text)
        let shown = words.count > 24 ? words.prefix(23) + "…" : words[...]
        say("pasted text fills a line that is typed, and nothing was done: \"\(shown)\"; : opens the command line")
    }
}
