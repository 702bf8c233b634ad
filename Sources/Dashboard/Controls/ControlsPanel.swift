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
            let value = value(of: controls[place], state, canvas.theme, columns: inside.columns - valueColumn)
            canvas.spans(value, in: inside, row: row, offset: valueColumn)
        }
        let hint = hint(state, isFocused: isFocused)
        if state.canCommand { canvas.text(hint, in: inside, row: inside.rows - 1, offset: 2, canvas.theme.faint) }
    }

    private static func hint(_ state: DashboardState, isFocused: Bool) -> String {
        if !state.proposals.isEmpty { return "Enter apply · Esc drop" }
        return isFocused ? "←→ nudge · Enter type" : "< > nudge · m r type"
    }

    /// The value as it is; where one is proposed, both; where one was asked for and is not answered yet, that one.
    private static func value(of control: Control, _ state: DashboardState, _ theme: Theme, columns: Int) -> [Span] {
        guard let now = state.text(of: control) else { return [Span("-", theme.faint)] }
        if let proposed = state.proposal(for: control)?.valueText {
            // Where both values have no room, the line below the screen has them.
            let hasRoom = now.count + proposed.count + 1 <= columns
            return [Span(hasRoom ? now : ""), Span("→", theme.edit), Span(proposed, theme.edit.emphasized())]
        }
        if let wanted = state.pendingChange(of: control)?.valueText, wanted != now {
            return [Span("→\(wanted) …", theme.edit)]
        }
        let isOwn = control == .threshold && state.ownThreshold != nil
        return [Span(now, theme.strong)] + (isOwn ? [Span(" yours", theme.edit)] : [])
    }
}
