import CNCurses
import Dashboard

/// Foreground and background as ncurses knows them: numbered pairs, made when first needed and never changed afterwards.
struct ColorPairs {
    private let colors: Int
    private let limit: Int32
    private var numbers: [Pair: Int32] = [:]

    private struct Pair: Hashable {
        let foreground: Int32
        let background: Int32
    }

    init(colors: Int, limit: Int32) {
        self.colors = colors
        self.limit = limit
    }

    /// The pair's number; 0, the person's own colours, where the terminal has no pair left.
    mutating func number(for style: Style) -> Int32 {
        let pair = Pair(
            foreground: PaletteReduction.index(of: style.foreground, colors: colors),
            background: PaletteReduction.index(of: style.background, colors: colors))
        guard pair.foreground >= 0 || pair.background >= 0 else { return 0 }
        if let number = numbers[pair] { return number }
        let next = Int32(numbers.count + 1)
        guard next < limit, curses_define_pair(next, pair.foreground, pair.background) == 0 else { return 0 }
        numbers[pair] = next
        return next
    }
}
