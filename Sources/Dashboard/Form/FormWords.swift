/// Says in a form's words what sentences say in those of the command line: there a question is `--margin`, here it is called margin.
public struct FormWords {
    private let fields: [FormField]
    /// The question that a sentence is about.
    private let subject: Int?

    init(_ fields: [FormField], about subject: Int?) {
        self.fields = fields
        self.subject = subject
    }

    /// The question that a sentence is about: the one that it says to leave out, or else the first that it names.
    ///
    /// - Parameter names: of questions, as options.
    /// - Returns: the name; `nil` where it names none.
    public static func name(in sentence: String, of names: [String]) -> String? {
        if let match = sentence.firstMatch(of: #/leave `(?<name>--[a-z-]+)` out/#), names.contains(String(match.name)) {
            return String(match.name)
        }
        let words = sentence.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init)
        // A configuration's fields are written as loss.triplet.margin.
        let fields = sentence.matches(of: field).map { "--" + $0.name }
        return (words + fields).first { $0.hasPrefix("-") && names.contains($0) }
    }

    private static var field: Regex<(Substring, name: Substring)> { #/[a-zA-Z]+\.(?:[a-zA-Z]+\.)*(?<name>[a-z]+) is/# }

    /// The sentence with the titles of questions, beginning with that of the one that it is about.
    func sentence(_ text: String) -> String {
        let title = subject.map { fields[$0].title }
        var text = text.replacing(Self.field) { "\($0.name) is" }
        // "--margin 0 must be" tells the question and the answer.
        if let subject, text.hasPrefix(fields[subject].name + " ") { text.removeFirst(fields[subject].name.count + 1) }
        let pieces = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
        var words = ""
        var isForeign = false
        for (place, piece) in pieces.enumerated() {
            if place % 2 == 0 {
                words += titled(piece)
            } else if let said = said(piece) {
                words += said
            } else {
                words += "`\(piece)`"
                isForeign = isForeign || piece.hasPrefix("-")
            }
        }
        words = words.replacing(#/leave (?<question>it|"[^"]+") out/#) { "leave \($0.question) empty" }
            .replacing(" with it", with: "")
        if words.hasSuffix(".") { words.removeLast() }
        if isForeign { words += " (options of `twinscope train`, which this form does not ask for)" }
        guard let title, !words.hasPrefix(title + " ") else { return words }
        return "\(title): \(words)"
    }

    /// Names of questions in plain text.
    private func titled(_ text: String) -> String {
        text.replacing(#/--[a-z][a-z-]*/#) { match in
            fields.first { $0.name == match.output }?.title ?? String(match.output)
        }
    }

    /// What is written as a command line is to be typed: options of questions become their answers.
    ///
    /// - Returns: `nil` where it is about something else.
    private func said(_ code: String) -> String? {
        let words = code.split(separator: " ").map(String.init)
        guard let name = words.first, let index = fields.firstIndex(where: { $0.name == name && name.hasPrefix("-") }) else {
            return nil
        }
        let value = words.dropFirst().joined(separator: " ")
        guard !value.contains("--") else { return nil }
        let isPlaceholder = value.allSatisfy { $0.isUppercase }
        if isPlaceholder { return index == subject ? "it" : "\"\(fields[index].title)\"" }
        return index == subject ? value : "\(value) for \"\(fields[index].title)\""
    }
}
