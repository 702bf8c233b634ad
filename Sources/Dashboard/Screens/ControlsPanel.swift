import Training

/// The settings that can be changed, with their values, and those that are on their way.
enum ControlsPanel {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let isFocused = state.focused == .controls
        let inside = canvas.panel("Controls", in: rect, note: state.canCommand ? "" : "read-only", isFocused: isFocused)
        for (row, setting) in state.availableSettings.enumerated() {
            let isChosen = setting == state.selectedSetting
            canvas.onClick(
                Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1), .line(.controls, row))
            canvas.text(isChosen ? "▸" : " ", in: inside, row: row, canvas.theme.accent)
            canvas.text(setting.title, in: inside, row: row, offset: 2, isChosen ? canvas.theme.strong : .plain)
            canvas.spans(valueSpans(setting, state, canvas.theme), in: inside, row: row, offset: 17)
        }
        let hint = isFocused ? "←→ nudge · m r type" : "< > nudge · m r type"
        if state.canCommand { canvas.text(hint, in: inside, row: inside.rows - 1, offset: 2, canvas.theme.faint) }
    }

    private static func valueSpans(_ setting: Setting, _ state: DashboardState, _ theme: Theme) -> [Span] {
        guard let value = state.settings[setting] else { return [Span("-", theme.faint)] }
        let shown = [Span(NumberText.setting(value), theme.strong)]
        guard let wanted = state.wanted(setting), wanted != value else { return shown }
        return [Span("→", theme.edit), Span(NumberText.setting(wanted), theme.edit)]
    }
}
