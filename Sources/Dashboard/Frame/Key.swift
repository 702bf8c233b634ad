/// What a person pressed, whatever bytes the terminal sent for it.
public enum Key: Hashable, Sendable {
    case character(Character)
    /// Control with a lower-case letter.
    case control(Character)
    case up
    case down
    case left
    case right
    case home
    case end
    case pageUp
    case pageDown
    case enter
    case escape
    case tab
    case backTab
    case backspace
    case delete
    case function(Int)
    case click(Position)
    case scroll(Position, up: Bool)
    /// Text that was pasted, all of it at once, as it came.
    case paste(String)
}
