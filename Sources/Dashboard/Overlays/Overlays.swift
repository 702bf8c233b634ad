import Training

/// A box over the middle of the screen.
private func openBox(_ title: String, columns: Int, rows: Int, in rect: Rect, on canvas: inout Canvas) -> Rect {
    let width = min(columns, rect.columns)
    let height = min(rows, rect.rows)
    let box = Rect(
        column: rect.column + (rect.columns - width) / 2, row: rect.row + (rect.rows - height) / 2, columns: width, rows: height)
    canvas.fill(box)
    return canvas.panel(title, in: box, isFocused: true).inset(columns: 1)
}

/// All keys, the ones that work on this screen first.
func drawHelp(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let here = CommandTable.entries.filter { $0.works(on: state.screen) }
    let elsewhere = CommandTable.entries.filter { !$0.works(on: state.screen) }
    let theme = canvas.theme
    var lines = here.map { (entry: $0, style: theme.plain) }
    lines += elsewhere.map { (entry: $0, style: theme.faint) }
    let columns = rect.columns >= 100 ? 2 : 1
    let perColumn = min((lines.count + columns - 1) / columns, max(1, rect.rows - 3))
    let inside = openBox("Keys", columns: min(rect.columns, columns * 56 + 4), rows: perColumn + 3, in: rect, on: &canvas)
    let width = inside.columns / columns
    for (index, line) in lines.prefix(perColumn * columns).enumerated() {
        let place = Rect(
            column: inside.column + index / perColumn * width, row: inside.row + index % perColumn, columns: width - 1, rows: 1)
        canvas.text(line.entry.keyText.leftPadded(to: 7), in: place, theme.key)
        canvas.text(line.entry.help, in: place, offset: 9, line.style)
    }
    canvas.text("any key closes this", in: inside, row: inside.rows - 1, theme.faint, align: .center)
}

/// Leaving a running training is a choice that Enter does not make.
func drawQuitQuestion(in rect: Rect, on canvas: inout Canvas) {
    let inside = openBox("Training is running", columns: 52, rows: 8, in: rect, on: &canvas)
    let choices = [
        ("s", "save and stop"), ("x", "stop without saving"), ("k", "keep training without a screen"), ("c", "cancel: stay here"),
    ]
    for (row, (key, text)) in choices.enumerated() {
        canvas.text(key, in: inside, row: row + 1, offset: 2, canvas.theme.accent)
        canvas.text(text, in: inside, row: row + 1, offset: 6)
    }
}

/// A field for an exact number, with the change that it would make.
func drawValueInput(_ input: ValueInput, _ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let inside = openBox(input.setting.title, columns: 52, rows: 6, in: rect, on: &canvas)
    let old = state.run.settings[input.setting].map(NumberText.setting) ?? "-"
    let prefix = "\(old) → "
    canvas.text(prefix, in: inside, row: 1, canvas.theme.faint)
    canvas.text(input.text, in: inside, row: 1, offset: prefix.count, canvas.theme.strong)
    canvas.showCursor(inside.column + prefix.count + input.text.count, inside.row + 1)
    if let complaint = input.complaint {
        canvas.text(complaint, in: inside, row: 3, canvas.theme.bad)
    } else {
        canvas.text("Enter applies it between two steps, Esc leaves it", in: inside, row: 3, canvas.theme.faint)
    }
}
