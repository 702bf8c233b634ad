/// JSON on as few lines as fit a page: what is short stays on one line. The numbers and words are those of the given text, to the letter.
enum WrappedJSON {
    /// - Parameter json: without white space between its parts.
    static func text(_ json: some StringProtocol, width: Int = 110, indent: Int = 0) -> String {
        guard json.count > width - indent, let opening = json.first, let closing = json.last, "{[".contains(opening) else {
            return String(json)
        }
        let margin = String(repeating: " ", count: indent + 2)
        let parts = parts(of: json.dropFirst().dropLast(), separator: ",").map { part in
            guard opening == "{", let name = Self.parts(of: part, separator: ":").first else {
                return margin + text(part, width: width, indent: indent + 2)
            }
            return margin + name + ": " + text(part.dropFirst(name.count + 1), width: width - name.count - 2, indent: indent + 2)
        }
        return "\(opening)\n" + parts.joined(separator: ",\n") + "\n" + String(repeating: " ", count: indent) + "\(closing)"
    }

    /// Cut at separators that are in no string and no bracket.
    private static func parts<Text: StringProtocol>(of text: Text, separator: Character) -> [Text.SubSequence] {
        var parts: [Text.SubSequence] = []
        var (start, depth, isInString, isEscaped) = (text.startIndex, 0, false, false)
        for index in text.indices {
            let character = text[index]
            if isEscaped {
                isEscaped = false
            } else if isInString {
                isEscaped = character == "\\"
                isInString = character != "\""
            } else if character == "\"" {
                isInString = true
            } else if "{[".contains(character) {
                depth += 1
            } else if "}]".contains(character) {
                depth -= 1
            } else if character == separator, depth == 0 {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        if start < text.endIndex { parts.append(text[start...]) }
        return parts
    }
}
