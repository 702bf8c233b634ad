import CCrash

/// What a person has when the program dies of a signal: the terminal as it was, a backtrace in a file, and one sentence.
///
/// Swift's own backtracer asks on the terminal what to do, behind the screen, while the training continues drawing over it; this takes
/// its place, whatever `SWIFT_BACKTRACE` says.
public enum CrashReport {
    /// From now on a fatal signal, on any thread, ends the program within a moment and by that signal. A `Terminal` does this by itself.
    public static func install() { crash_install() }

    /// Where the report of a crash belongs, and what is said after it. Until this is called it goes to the folder for temporary files.
    ///
    /// - Parameters:
    ///   - file: the report is appended to it.
    ///   - shown: the same name, as it may be written on a terminal.
    ///   - advice: what to do, as the end of a sentence.
    public static func goes(to file: String, shown: String, version: String, advice: String) {
        crash_describe(file, shown, version, advice)
    }
}
