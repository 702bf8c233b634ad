import Training

/// What lies over a screen and takes the keys.
enum Overlay: Hashable, Sendable {
    case help(offset: Int)
    case quit
    case entry(Entry)
}

/// A line that the person types.
struct Entry: Hashable, Sendable {
    enum Purpose: Hashable, Sendable {
        case setting(Setting)
        case threshold
        case command
        case comparedFile
        /// What a screen lists.
        case filter(Screen)
    }

    let purpose: Purpose
    var text = ""
    /// Why the text was not taken, as a sentence.
    var problem: String?

    private static let longest = 200

    /// Edits the text.
    ///
    /// - Returns: `false` for a key that types nothing.
    mutating func type(_ key: Key) -> Bool {
        switch key {
        case .character(let character) where text.count < Self.longest: text.append(character)
        case .paste(let pasted):
            let line = PastedText.line(of: pasted)
            text += line.prefix(max(0, Self.longest - text.count))
            problem = line.isEmpty ? "nothing in what was pasted can be typed" : nil
            if text.count == Self.longest { problem = "a line holds \(Self.longest) characters; the rest was left out" }
            return true
        case .backspace, .delete: if !text.isEmpty { text.removeLast() }
        case .control("u"): text = ""
        case .control("w"):
            while text.last == " " { text.removeLast() }
            while let last = text.last, last != " " { text.removeLast() }
        default: return false
        }
        problem = nil
        return true
    }
}
