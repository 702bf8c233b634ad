import Foundation

/// Lines for a person (stderr) and for a pipe (stdout).
enum Output {
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    static func line(_ text: String) {
        write(text + "\n", to: .standardOutput)
    }

    static func error(_ sentence: String) {
        write("twinscope: \(sentence)\n", to: .standardError)
    }

    /// A value as JSON with sorted keys.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// What a person should know besides the result.
    static func note(_ text: String) {
        write(text + "\n", to: .standardError)
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
