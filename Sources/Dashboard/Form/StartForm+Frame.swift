extension StartForm {
    private static let titleColumns = 18
    private static let explanationRows = 6
    private static let mostMessageRows = 5

    /// Draws the form. Any size has a frame.
    public func frame(size: Size) -> Frame {
        var canvas = Canvas(size: size, capabilities: capabilities)
        guard size.columns >= LeastSize.columns, size.rows >= LeastSize.rows else {
            LeastSize.draw(in: &canvas)
            return canvas.frame
        }
        let (message, style) = message(canvas.theme)
        let lines = message.wrapped(to: size.columns - 2).prefix(Self.mostMessageRows)
        let (body, footer) = canvas.bounds.splitTop(size.rows - max(1, lines.count) - 1)
        let box = body.centered(columns: min(100, body.columns), rows: body.rows)
        let (questions, explanation) = box.splitTop(box.rows - Self.explanationRows)
        drawQuestions(in: &canvas, rect: questions)
        drawExplanation(in: &canvas, rect: explanation)
        for (row, line) in lines.enumerated() { canvas.text(line, in: footer, row: row, offset: 1, style) }
        drawKeys(in: &canvas, rect: footer.splitTop(footer.rows - 1).rest)
        return canvas.frame
    }

    private func message(_ theme: Theme) -> (String, Style) {
        if isAskingToLeave { return ("Discard the answers? y/n", theme.warning) }
        if let progress { return (progress, theme.accent) }
        return (problem.map { "✗ " + $0 } ?? "", theme.bad)
    }

    private func drawQuestions(in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        let inside = canvas.panel("Begin a training", in: rect, note: "what is left empty is chosen for you", isFocused: true)
        // How to begin is always seen, however many questions there are.
        let start = inside.rows - 1
        let room = start > fields.count ? start - 1 : start
        for (row, line) in ListWindow(selected: selected, count: fields.count, rows: room).range.enumerated() {
            let isChosen = line == selected
            if isChosen { canvas.text("▸", in: inside, row: row, theme.accent) }
            if isFaulty(line) { canvas.text("✗", in: inside, row: row, offset: 1, theme.bad) }
            canvas.text(fields[line].title, in: inside, row: row, offset: 3, isChosen ? theme.strong : .plain)
            drawAnswer(line, isChosen: isChosen, in: &canvas, rect: inside.splitLeft(Self.titleColumns + 4).rest, row: row)
        }
        let row = min(start, fields.count + 1)
        if isAtStart { canvas.text("▸", in: inside, row: row, theme.accent) }
        canvas.text(" Start the training ", in: inside, row: row, offset: 3, isAtStart ? theme.selected : theme.strong)
    }

    private func drawAnswer(_ index: Int, isChosen: Bool, in canvas: inout Canvas, rect: Rect, row: Int) {
        let theme = canvas.theme
        let value = value(of: index)
        switch fields[index].answer {
        case .choice:
            let word = value.isEmpty ? "chosen for you" : value
            let style = value.isEmpty ? theme.faint : theme.strong
            canvas.spans(
                isChosen ? [Span("← ", theme.accent), Span(word, style), Span(" →", theme.accent)] : [Span("  " + word, style)],
                in: rect, row: row)
        case .text(let example):
            let shown = String(value.suffix(max(0, rect.columns - 4)))
            if value.isEmpty {
                canvas.text("  such as \(example)", in: rect, row: row, theme.faint)
            } else {
                canvas.text("  " + shown, in: rect, row: row, theme.strong)
            }
            if isChosen { canvas.showCursor(rect.column + 2 + shown.count, rect.row + row) }
        }
    }

    private func drawExplanation(in canvas: inout Canvas, rect: Rect) {
        let title = isAtStart ? "Start" : fields[selected].title
        let inside = canvas.panel(title, in: rect)
        let text =
            isAtStart
            ? "Enter begins. The dashboard opens; the run is kept in its folder, and what it is trained with in its run.json."
            : fields[selected].explanation
        let lines = text.wrapped(to: inside.columns - 2)
        for (row, line) in lines.enumerated() { canvas.text(line, in: inside, row: row, offset: 1) }
        guard !isAtStart, let choice = choice(of: selected) else { return }
        for (row, line) in choice.explanation.wrapped(to: inside.columns - 2).enumerated() {
            canvas.text(line, in: inside, row: lines.count + row, offset: 1, canvas.theme.accent)
        }
    }

    private func drawKeys(in canvas: inout Canvas, rect: Rect) {
        var used = 1
        let keys =
            isAskingToLeave
            ? [("y", "discard them"), ("n", "keep them")]
            : [("Enter", "next"), ("Esc", "leave"), ("↑↓", "question"), ("←→", "choice"), ("End", "to the start")]
        for (key, label) in keys where used + key.count + label.count + 1 <= rect.columns {
            used += canvas.text(key, in: rect, offset: used, canvas.theme.key)
            used += canvas.text(" \(label)", in: rect, offset: used, canvas.theme.faint) + 2
        }
    }
}
