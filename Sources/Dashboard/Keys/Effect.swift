import Training

/// What a key asks of the program around the dashboard.
public enum Effect: Equatable, Sendable {
    case send(Command)
    case quit(QuitChoice)
    case suspend
    case repaint
}

public enum QuitChoice: Hashable, Sendable {
    case saveAndStop
    case stop
    /// Training goes on without a screen.
    case detach
}
