import Training

/// What has happened and what was said about it, the latest at the bottom.
struct LogScreen {
    let state: DashboardState

    init(_ state: DashboardState) {
        self.state = state
    }

    func draw(in canvas: inout Canvas, rect: Rect) {
        let entries = state.shownLog
        let inside = canvas.panel("Log", in: rect, note: filterText, isFocused: true)
        guard !entries.isEmpty else {
            canvas.text("nothing yet", in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        // From the bottom up, as many entries as fit; advice takes a line of its own.
        var row = inside.rows
        for entry in entries.dropLast(min(state.logOffset, entries.count - 1)).reversed() {
            row -= entry.advice == nil ? 1 : 2
            guard row >= 0 else { break }
            draw(entry, in: &canvas, rect: inside, row: row)
        }
    }

    private var filterText: String {
        state.logOffset > 0 ? "\(state.logFilter.title) · G for the end" : state.logFilter.title
    }

    private func draw(_ entry: LogEntry, in canvas: inout Canvas, rect: Rect, row: Int) {
        let theme = canvas.theme
        let time = NumberText.time(entry.elapsed).leftPadded(to: 8)
        let step = NumberText.grouped(entry.step).leftPadded(to: 9)
        var offset = canvas.text("\(time) \(step)  ", in: rect, row: row, theme.faint)
        let mark = entry.severity == .error ? "✗ " : entry.severity == .warning ? "! " : "· "
        let style = entry.severity == .information ? theme.faint : theme.style(of: entry.severity)
        offset += canvas.text(mark, in: rect, row: row, offset: offset, style)
        canvas.text(entry.message, in: rect, row: row, offset: offset, entry.severity == .information ? .plain : style)
        if let advice = entry.advice { canvas.text("→ \(advice)", in: rect, row: row + 1, offset: offset, theme.accent) }
    }
}
