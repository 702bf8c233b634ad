/// A word of a command line as a person can paste it into a shell.
enum ShellWord {
    /// The word itself where the shell takes it as it is; else between quotes.
    static func quoting(_ word: String) -> String {
        let plain = #/[A-Za-z0-9_@%+=:,.\/-]+/#
        return word.wholeMatch(of: plain) == nil ? "'" + word.replacing("'", with: #"'\''"#) + "'" : word
    }
}
