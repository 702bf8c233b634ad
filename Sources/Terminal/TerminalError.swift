/// Why there is no screen, as one sentence that says what to do.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    case noTerminal
    case cannotPlaceCursor(String)

    public var description: String {
        switch self {
        case .noTerminal:
            "there is no terminal to draw on; use --plain to get lines instead"
        case .cannotPlaceCursor(let name):
            "the terminal \"\(name)\" cannot place its cursor; set TERM to what it really is, or use --plain to get lines instead"
        }
    }
}
