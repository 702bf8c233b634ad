/// The first line: the screens with their digits, and the run's name.
enum TabBar {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        var used = 0
        for screen in Screen.allCases {
            let style = screen == state.screen ? canvas.theme.activeTab : canvas.theme.tab
            let width = canvas.text(label(screen, columns: rect.columns), in: rect, offset: used, style)
            canvas.onClick(Rect(column: rect.column + used, row: rect.row, columns: width, rows: 1), .screen(screen))
            used += width
        }
        let name = state.description.map { "\($0.name) · \($0.network.name)" } ?? "Twinscope"
        let rest = rect.splitLeft(used, gap: 2).rest
        // A letter or two of a name tell nothing.
        guard rest.columns > min(8, name.count) else { return }
        canvas.text(name, in: rest.splitLeft(rest.columns - 1).left, canvas.theme.strong, align: .right)
    }

    private static func label(_ screen: Screen, columns: Int) -> String {
        let needed = Screen.allCases.reduce(0) { $0 + $1.title.count + 4 }
        return needed <= columns ? " \(screen.digit) \(screen.title) " : " \(screen.digit) \(screen.shortTitle)"
    }
}
