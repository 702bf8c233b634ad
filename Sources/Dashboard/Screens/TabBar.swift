/// The first line: the screens with their digits, and the run's name.
enum TabBar {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        var used = 0
        for screen in Screen.allCases {
            let style = screen == state.screen ? canvas.theme.activeTab : canvas.theme.tab
            used += canvas.text(label(screen, columns: rect.columns), in: rect, offset: used, style)
        }
        let name = state.description.map { "\($0.name) · \($0.network.name)" } ?? "Twinscope"
        let rest = rect.splitLeft(used, gap: 2).rest
        canvas.text(name, in: rest.inset(columns: 0).splitLeft(rest.columns - 1).left, canvas.theme.strong, align: .right)
    }

    /// Which tab a click meets.
    static func screen(at column: Int, columns: Int) -> Screen? {
        var end = 0
        return Screen.allCases.first { screen in
            end += label(screen, columns: columns).count
            return column < end
        }
    }

    private static func label(_ screen: Screen, columns: Int) -> String {
        let needed = Screen.allCases.reduce(0) { $0 + $1.title.count + 4 }
        return needed <= columns ? " \(screen.digit) \(screen.title) " : " \(screen.digit) \(screen.shortTitle)"
    }
}
