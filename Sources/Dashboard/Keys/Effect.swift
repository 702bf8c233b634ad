import Training

/// What a key asks the program to do.
public enum Effect: Hashable, Sendable {
    case send(Command)
    case quit(QuitChoice)
    /// Give the terminal back to the shell until the program is continued.
    case suspend
    /// Draw every cell again.
    case repaint
}

public enum QuitChoice: Hashable, Sendable {
    case saveAndStop
    case stop
    /// Leave the screen; the training goes on.
    case detach
}
