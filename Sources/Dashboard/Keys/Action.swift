/// Everything that a key can do. `CommandTable` says which key, where, and in which words.
enum Action: Hashable, Sendable {
    case show(Screen)
    case nextScreen
    case previousScreen
    case help
    case quit
    case suspend
    case repaint
    case pause
    case oneStep
    case evaluate
    case save
    case undo
    case nextControl
    case nudge(up: Bool)
    case typeValue
    case move(Movement)
    case toggleWrong
    case cycleOrder
}

enum Movement: Hashable, Sendable {
    case by(Int)
    case page(Int)
    case first
    case last
}
