/// Commands that messages recommend.
public enum ShellWord {
    /// A word as a shell reads it back: as it is where nothing in it means anything to a shell, else in quotes.
    public static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy { plain.contains($0) || $0.value > 0x9F }
        return isPlain && !word.hasPrefix("-")
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%".unicodeScalars)
}
