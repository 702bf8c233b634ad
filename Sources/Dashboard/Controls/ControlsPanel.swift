import Training

/// What can be changed, with its values, and those that are on their way.
enum ControlsPanel {
    /// The frame, and a line about the keys.
    static let rowsBesides = 3
    private static let valueColumn = 16

    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let isFocused = state.focused == .controls
        let inside = canvas.panel("Controls", in: rect, note: state.canCommand ? "" : "read-only", isFocused: isFocused)
        let controls = state.availableControls
        let window = ListWindow(
            selected: controls.firstIndex(of: state.selectedControl) ?? 0, count: controls.count, rows: inside.rows - 1)
        for (row, place) in window.range.enumerated() {
            let isChosen = controls[place] == state.selectedControl
            canvas.onClick(
                Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1), .line(.controls, place))
            canvas.text(isChosen ? "▸" : " ", in: inside, row: row, canvas.theme.accent)
            canvas.text(controls[place].title, in: inside, row: row, offset: 2, isChosen ? canvas.theme.strong : .plain)
            canvas.spans(value(of: controls[place], state, canvas.theme), in: inside, row: row, offset: valueColumn)
        }
        let hint = isFocused ? "←→ nudge · Enter type" : "< > nudge · m r type"
        if state.canCommand { canvas.text(hint, in: inside, row: inside.rows - 1, offset: 2, canvas.theme.faint) }
    }

    private static func value(of control: Control, _ state: DashboardState, _ theme: Theme) -> [Span] {
        let (now, wanted) = state.text(of: control)
        guard let now else { return [Span("-", theme.faint)] }
        if let wanted, wanted != now { return [Span("→", theme.edit), Span(wanted, theme.edit)] }
        let isOwn = control == .threshold && state.ownThreshold != nil
        return [Span(now, theme.strong)] + (isOwn ? [Span(" yours", theme.edit)] : [])
    }
}
