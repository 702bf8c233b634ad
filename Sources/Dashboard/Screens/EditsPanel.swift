import Training

/// The edits of the run, the latest at the bottom; choosing one reads the curves at its step.
enum EditsPanel {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        guard rect.rows >= 3 else { return }
        let isFocused = state.focused == .edits
        let note = state.undoable.isEmpty || !state.canCommand ? "" : "u undoes"
        let inside = canvas.panel("Edits", in: rect, note: note, isFocused: isFocused)
        guard !state.changes.isEmpty else {
            canvas.text("none yet", in: inside, offset: 1, canvas.theme.faint)
            return
        }
        let window = ListWindow(
            selected: isFocused ? state.selectedChange : state.changes.count - 1, count: state.changes.count, rows: inside.rows)
        for (row, place) in window.range.enumerated() {
            let edit = state.changes[place]
            canvas.onClick(
                Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1), .line(.edits, place))
            let style = isFocused && place == state.selectedChange ? canvas.theme.selected : canvas.theme.edit
            let step = NumberText.step(edit.step).leftPadded(to: 6)
            let text = edit.shortText.count + 7 <= inside.columns ? edit.shortText : edit.briefText
            canvas.text("\(step) \(text)".padded(to: inside.columns), in: inside, row: row, style)
        }
    }
}

/// The part of a list that is visible, with the selected line in it.
struct ListWindow {
    let range: Range<Int>

    init(selected: Int, count: Int, rows: Int) {
        let rows = max(0, min(rows, count))
        let start = max(0, min(selected - rows / 2, count - rows))
        range = start..<start + rows
    }
}
