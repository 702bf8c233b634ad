import Datasets
import Foundation
import Networks

/// Lines for a person (stderr) and for a pipe (stdout).
enum Output {
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// One line, in which names of files may neither steer the terminal nor begin another line.
    static func line(_ text: String) {
        write(Sentence.quoting(text, longest: .max) + "\n", to: .standardOutput)
    }

    /// Several lines, in which names of files may not steer the terminal.
    static func lines(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { self.line(String(line)) }
    }

    /// What steers the terminal on purpose, or is a script.
    static func verbatim(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    static func error(_ sentence: String) {
        write("twinscope: \(Sentence.quoting(sentence, longest: .max))\n", to: .standardError)
    }

    /// A value as JSON with sorted keys. Figures that are not finite are words.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        json(text: String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// JSON that is written already. The control characters that it may hold as they are become escapes, which mean the same.
    static func json(text: String) {
        let raw: ClosedRange<Unicode.Scalar> = "\u{7F}"..."\u{9F}"
        guard text.unicodeScalars.contains(where: raw.contains) else { return verbatim(text) }
        verbatim(text.unicodeScalars.map { raw.contains($0) ? String(format: "\\u%04x", $0.value) : String($0) }.joined())
    }

    /// What a person should know besides the result.
    static func note(_ text: String) {
        write(Sentence.quoting(text, longest: .max) + "\n", to: .standardError)
    }

    static func note(leftOut files: [BrokenFile]) {
        for file in files { note("\(file.file) was left out: it \(file.reason)") }
    }

    /// Replaces the line that the cursor is on; only where stderr is a terminal.
    static func progress(_ text: String) {
        guard errorIsTerminal else { return }
        write("\r\u{1B}[K\(text)", to: .standardError)
    }

    static func clearProgress() { progress("") }

    /// A closed pipe is no reason to stop training: what cannot be written is dropped.
    private static func write(_ text: String, to handle: FileHandle) {
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
