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
            let text = state.logText.isEmpty ? "nothing yet" : "nothing here holds \"\(state.logText)\"; Esc shows all"
            canvas.text(text, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        // From the bottom up, as many entries as fit.
        let columns = LogColumns(entries, columns: inside.columns)
        var row = inside.rows
        for entry in entries.dropLast(min(state.logOffset, entries.count - 1)).reversed() {
            let lines = columns.lines(of: entry, advice: entry.remedy.map(state.advice) ?? entry.advice, canvas.theme).prefix(
                inside.rows)
            row -= lines.count
            guard row >= 0 else { break }
            for (place, line) in lines.enumerated() { canvas.spans(line, in: inside, row: row + place) }
        }
    }

    private var filterText: String {
        let parts = [
            state.logFilter.title, state.logText.isEmpty ? "" : "/\(state.logText)", state.logOffset > 0 ? "G for the end" : "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

/// Where the parts of the lines stand: time and step as wide as the largest of them, and what was said wrapped beside them.
private struct LogColumns {
    let time: Int
    let step: Int
    /// Of what was said.
    let message: Int

    private static let markColumns = 2

    init(_ entries: [LogEntry], columns: Int) {
        time = 1 + NumberText.time(entries.map(\.elapsed).max() ?? 0).count
        step = 1 + NumberText.grouped(entries.map(\.step).max() ?? 0).count
        message = max(1, columns - time - step - 3 - Self.markColumns)
    }

    func lines(of entry: LogEntry, advice: String?, _ theme: Theme) -> [[Span]] {
        let mark = entry.severity == .error ? "✗ " : entry.severity == .warning ? "! " : "· "
        let isNews = entry.severity == .information
        let style = isNews ? theme.faint : theme.style(of: entry.severity)
        let place =
            NumberText.time(entry.elapsed).leftPadded(to: time) + NumberText.grouped(entry.step).leftPadded(to: step) + "  "
        let indent = Span(String(repeating: " ", count: place.count + Self.markColumns))
        let said = entry.message.wrapped(to: message).enumerated().map { row, text in
            (row == 0 ? [Span(place, theme.faint), Span(mark, style)] : [indent]) + [Span(text, isNews ? .plain : style)]
        }
        let advice = (advice ?? "").wrapped(to: message - 2).enumerated().map { row, text in
            [indent, Span((row == 0 ? "→ " : "  ") + text, theme.accent)]
        }
        return said + advice
    }
}
