import Training

/// What a key asks the program to do.
public enum Effect: Hashable, Sendable {
    case send(Command)
    case quit(QuitChoice)
    /// Show the run in a folder, read-only; this one stays beneath.
    case open(folder: String)
    /// Go back from a run that was opened to the one beneath.
    case leaveVisit
    /// Leave, and go on with the training of the run in a folder.
    case resume(folder: String)
    /// Leave, and ask in a form what to train.
    case newRun
    /// Give the terminal back to the shell until the program is continued.
    case suspend
    /// Ask the terminal whether it draws pictures dot by dot, and provide its answer.
    case askForPixels
    /// Draw every cell again.
    case repaint
}

public enum QuitChoice: Hashable, Sendable {
    case saveAndStop
    case stop
    /// Leave the screen; the training continues.
    case detach
}
