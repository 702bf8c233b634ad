import CNCurses
import Dashboard

extension Key {
    /// `nil` for what no key of the dashboard stands for.
    init?(_ key: CursesKey) {
        let position = Position(column: Int(key.value), row: Int(key.row))
        switch Int(key.kind) {
        case CURSES_CHARACTER:
            guard let scalar = Unicode.Scalar(UInt32(bitPattern: key.value)) else { return nil }
            self.init(scalar)
        case CURSES_FUNCTION: self = .function(Int(key.value))
        case CURSES_UP: self = .up
        case CURSES_DOWN: self = .down
        case CURSES_LEFT: self = .left
        case CURSES_RIGHT: self = .right
        case CURSES_HOME: self = .home
        case CURSES_END: self = .end
        case CURSES_PAGE_UP: self = .pageUp
        case CURSES_PAGE_DOWN: self = .pageDown
        case CURSES_ENTER: self = .enter
        case CURSES_BACK_TAB: self = .backTab
        case CURSES_BACKSPACE: self = .backspace
        case CURSES_DELETE: self = .delete
        case CURSES_CLICK: self = .click(position)
        case CURSES_SCROLL_UP: self = .scroll(position, up: true)
        case CURSES_SCROLL_DOWN: self = .scroll(position, up: false)
        default: return nil
        }
    }

    private init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0: self = .control(" ")
        case 8, 127: self = .backspace
        case 9: self = .tab
        case 10, 13: self = .enter
        case 27: self = .escape
        case 1...26: self = .control(Character(Unicode.Scalar(UInt8(scalar.value) + 96)))
        case 28...31: return nil
        default: self = .character(Character(scalar))
        }
    }
}
