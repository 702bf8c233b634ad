/// Sentences for people that quote files: what a stranger wrote there must neither steer the terminal nor fill it.
public enum Sentence {
    /// The same with a question mark for every control character, and with its middle left out where it is too long.
    public static func quoting(_ text: String, longest: Int = 600) -> String {
        let scalars = text.unicodeScalars
        let isLong = text.utf8.count > longest && scalars.count > longest
        guard isLong || scalars.contains(where: isControl) else { return text }
        var shown = String.UnicodeScalarView()
        let ends = isLong ? [scalars.prefix(2 * longest / 3), scalars.suffix(longest / 3)] : [scalars[...]]
        for (number, end) in ends.enumerated() {
            if number > 0 { shown.append(contentsOf: " ... ".unicodeScalars) }
            shown.append(contentsOf: end.map { isControl($0) ? "?" : $0 })
        }
        return String(shown)
    }

    /// What follows a number.
    ///
    /// - Parameter many: where it is not `one` with an s.
    public static func noun(_ one: String, _ many: String? = nil, count: Int) -> String {
        count == 1 ? one : many ?? one + "s"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
