import Training

/// Pairs of classes that were never trained on or chosen by: what the network says of them, and what is true.
func drawPairsScreen(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let title = "Test pairs" + (state.pairs.onlyWrong ? ", only wrong ones" : "")
    guard let pair = state.pairs.current(state.run) else {
        let inside = canvas.panel(title, in: rect)
        let word =
            state.run.evaluation == nil
            ? "waiting for the first evaluation" : state.pairs.onlyWrong ? "no pair is judged wrongly" : "there are no test pairs"
        canvas.text(word, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
        return
    }
    let place = "\(state.pairs.position + 1) of \(state.pairs.listed.count), \(state.pairs.order.rawValue)"
    let wide = rect.columns >= 110
    let (main, list) = wide ? rect.splitLeft(rect.columns - 38) : (rect, Rect(column: 0, row: 0, columns: 0, rows: 0))
    let inside = canvas.panel(title, in: main, note: place).inset(columns: 1)
    let (pictures, facts) = inside.splitTop(inside.rows - 6)
    let half = (pictures.columns - 2) / 2
    let (left, right) = pictures.splitLeft(half, gap: 2)
    drawSide(pair.description.left, state, in: left, on: &canvas)
    drawSide(pair.description.right, state, in: right, on: &canvas)
    drawVerdict(pair, state.run, in: facts, on: &canvas)
    if wide { drawPairList(state, in: list, on: &canvas) }
}

private func drawSide(_ side: PairDescription.Side, _ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let (picture, caption) = rect.splitTop(rect.rows - 2)
    if let image = state.pictures[side.file] {
        canvas.picture(image, in: picture)
    } else {
        let word = state.pictures.knows(side.file) ? "cannot be read" : "…"
        canvas.text(word, in: picture, row: picture.rows / 2, canvas.theme.faint, align: .center)
    }
    canvas.text(side.className, in: caption, canvas.theme.strong, align: .center)
    let name = side.file.split(separator: "/").last.map(String.init) ?? side.file
    canvas.text(name, in: caption, row: 1, canvas.theme.faint, align: .center)
}

private func drawVerdict(_ pair: PairsView.Shown, _ run: RunView, in rect: Rect, on canvas: inout Canvas) {
    let theme = canvas.theme
    let margin = run.settings[.margin].map { Float($0) }
    drawDistanceBar(
        pair, margin: margin, in: Rect(column: rect.column, row: rect.row + 1, columns: rect.columns, rows: 2), on: &canvas)
    canvas.spans(
        [
            Span("truth ", theme.faint),
            Span(pair.description.same ? "same" : "different", pair.description.same ? theme.genuine : theme.impostor),
            Span("   verdict ", theme.faint), Span(pair.isJudgedSame ? "same" : "different"),
            Span(
                pair.isRight ? "  ✓ right" : pair.description.same ? "  ✗ false reject" : "  ✗ false accept",
                pair.isRight ? theme.good : theme.bad),
        ], in: rect, row: 3)
    canvas.spans(
        [
            Span("distance ", theme.faint), Span(NumberText.short(pair.distance), theme.strong),
            Span("   threshold ", theme.faint),
            Span(NumberText.short(pair.threshold)), Span("   margin ", theme.faint),
            Span(margin.map { NumberText.short($0) } ?? "-"),
        ], in: rect, row: 4)
}

/// The distance from zero, with marks for the threshold and the margin under it.
private func drawDistanceBar(_ pair: PairsView.Shown, margin: Float?, in rect: Rect, on canvas: inout Canvas) {
    let theme = canvas.theme
    let reach = max(pair.distance, max(pair.threshold, margin ?? 0)) * 1.1
    guard reach > 0, reach.isFinite, rect.columns > 2 else { return }
    func column(_ value: Float) -> Int { min(rect.columns - 1, Int(value / reach * Float(rect.columns - 1))) }
    for place in 0..<rect.columns {
        let isFilled = place <= column(pair.distance)
        canvas.put(
            isFilled ? "█" : "░", rect.column + place, rect.row,
            isFilled ? (pair.isJudgedSame ? theme.genuine : theme.impostor) : theme.border)
    }
    var marks: [(Float, String)] = [(pair.threshold, "▲ threshold")]
    if let margin { marks.append((margin, "▲ margin")) }
    var free = 0
    for (value, text) in marks.sorted(by: { $0.0 < $1.0 }) {
        let start = max(free, min(column(value), rect.columns - text.count))
        canvas.text(text, in: rect, row: 1, offset: start, theme.faint)
        free = start + text.count + 1
    }
}

private func drawPairList(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let theme = canvas.theme
    let inside = canvas.panel("List", in: rect)
    let position = state.pairs.position
    let first = max(0, min(position - inside.rows / 2, state.pairs.listed.count - inside.rows))
    for (row, index) in state.pairs.listed.dropFirst(first).prefix(inside.rows).enumerated() {
        guard let pair = state.pairs.shown(index, state.run) else { continue }
        let line = Rect(column: inside.column, row: inside.row + row, columns: inside.columns, rows: 1)
        let isChosen = first + row == position
        if isChosen { canvas.fill(line, " ", theme.selected) }
        let plain = isChosen ? theme.selected : theme.plain
        canvas.text(pair.isRight ? " ✓" : " ✗", in: line, isChosen ? theme.selected : pair.isRight ? theme.good : theme.bad)
        canvas.text(NumberText.short(pair.distance).leftPadded(to: 7), in: line, offset: 3, plain)
        canvas.text(
            pair.description.same ? "same" : "different", in: line, offset: 12,
            isChosen ? theme.selected : pair.description.same ? theme.genuine : theme.impostor)
        canvas.text("#\(index + 1)", in: line.inset(columns: 1), isChosen ? theme.selected : theme.faint, align: .right)
    }
}
