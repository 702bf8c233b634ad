import Networks

/// Harms text where a parser would feel it: numbers, words, brackets, lines.
enum TextMutation {
    static func mutate(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...generator.below(3) { harm(&bytes, using: &generator) }
        return bytes
    }

    private static let values = [
        "0", "-1", "1", "2", "0.5", "-0.0", "1e-320", "1e308", "1e400", "-1e39", "65536", "2147483648", "4294967296",
        "9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551616",
        "\"nan\"", "\"inf\"", "\"-inf\"", "null", "true", "[]", "{}", "\"\"", "NaN", "nan", "1e999999999",
        "00000000000000000000000000000001", "\"\\u0000\"", "\"\\u001b[2J\\u009b\\n\"", "\"e\\u0301\\u0301\\ud83d\\ude00\"",
        "\"\\ud800\"", "\u{1B}[2J", "\u{202E}",
    ]
    private static let brackets = [
        "[", "{\"a\":", "<a>", "</a>", "\"", "\"\"", ",", "&", "&#x110000;", "<!--", "<![CDATA[", "]]>", "(", "\u{301}", "/..",
    ]

    private static func harm(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        switch generator.below(6) {
        case 0, 1, 2: replaceNumber(in: &bytes, using: &generator)
        case 3: replaceWord(in: &bytes, using: &generator)
        case 4: repeatLine(in: &bytes, using: &generator)
        default:
            let count = generator.choice([1, 2, 20, 600, 20_000])
            let text = String(repeating: generator.choice(brackets), count: count)
            bytes.insert(contentsOf: text.utf8, at: generator.below(bytes.count + 1))
        }
    }

    private static func replaceNumber(in bytes: inout [UInt8], using generator: inout SeededGenerator) {
        replaceRun(in: &bytes, using: &generator) { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
    }

    private static func replaceWord(in bytes: inout [UInt8], using generator: inout SeededGenerator) {
        replaceRun(in: &bytes, using: &generator) { $0 > 0x2F && $0 != 0x3A && $0 != 0x3C && $0 != 0x3E }
    }

    /// Puts a value in the place of a run of bytes of one kind.
    private static func replaceRun(in bytes: inout [UInt8], using generator: inout SeededGenerator, _ isKind: (UInt8) -> Bool) {
        let from = generator.below(bytes.count)
        guard let start = bytes[from...].firstIndex(where: isKind) ?? bytes.firstIndex(where: isKind) else { return }
        let end = bytes[start...].firstIndex { !isKind($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: generator.choice(values).utf8)
    }

    private static func repeatLine(in bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard !lines.isEmpty else { return }
        let line = generator.choice(lines)
        let repeated = (0..<generator.choice([1, 2, 50])).flatMap { _ in line + [0x0A] }
        bytes.insert(contentsOf: repeated, at: generator.choice(lines).startIndex)
    }
}
