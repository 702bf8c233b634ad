/// What to do with a running training. Letters decide; Enter and Esc stay.
enum QuitDialog {
    private static let choices = [
        ("s", "save and stop", "so does a second Ctrl-C"),
        ("x", "stop", "steps since the last checkpoint are lost"),
        ("k", "keep training without a screen", "plain lines report it; a pause ends"),
        ("c", "cancel: stay here", "so do Esc and Enter"),
    ]

    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let box = rect.centered(columns: min(58, rect.columns), rows: min(14, rect.rows))
        canvas.fill(box)
        let inside = canvas.panel("Leave a running training?", in: box, isFocused: true)
        for (index, (key, title, consequence)) in choices.enumerated() {
            canvas.text(key, in: inside, row: 1 + index * 3, offset: 6 - key.count, canvas.theme.accent)
            canvas.text(title, in: inside, row: 1 + index * 3, offset: 8, canvas.theme.strong)
            canvas.text(consequence, in: inside, row: 2 + index * 3, offset: 8, canvas.theme.faint)
        }
    }
}
