import Training

/// The listed pairs with their verdicts, the shown one among them.
struct PairList {
    let state: DashboardState
    let list: [JudgedPair]
    let place: Int?

    func draw(in canvas: inout Canvas, rect: Rect) {
        let view = state.pairView
        let inside = canvas.panel(view.filter.rawValue, in: rect, note: view.order == .listed ? "" : view.order.shortName)
        let (body, summary) = inside.splitTop(inside.rows - 1)
        for (row, index) in ListWindow(selected: place ?? 0, count: list.count, rows: body.rows).range.enumerated() {
            canvas.onClick(Rect(column: body.column, row: body.row + row, columns: body.columns, rows: 1), .line(.pairs, index))
            drawRow(list[index], isShown: index == place, in: &canvas, rect: body, row: row)
        }
        let wrong = (state.description?.testPairs.indices ?? 0..<0).compactMap(state.judgedPair).count { $0.isWrong }
        if !state.testDistances.isEmpty { canvas.text("\(wrong) wrong", in: summary, offset: 1, canvas.theme.strong) }
    }

    private func drawRow(_ judged: JudgedPair, isShown: Bool, in canvas: inout Canvas, rect: Rect, row: Int) {
        let theme = canvas.theme
        if isShown { canvas.fill(rect.splitTop(row).rest.splitTop(1).top, " ", theme.selected) }
        func style(_ own: Style) -> Style { isShown ? theme.selected : own }
        let mark = judged.isAccepted == nil ? " " : judged.isWrong ? "✗" : "✓"
        let distance = judged.distance.map { NumberText.short($0) } ?? "-"
        let used = canvas.spans(
            [
                Span(" \(mark) ", style(judged.isWrong ? theme.bad : theme.good)),
                Span("\(judged.index + 1)".leftPadded(to: 4) + " ", style(theme.faint)),
                Span(judged.pair.same ? "same " : "diff ", style(judged.pair.same ? theme.genuine : theme.impostor)),
                Span(distance.leftPadded(to: 7) + " ", style(.plain)),
            ], in: rect, row: row)
        let name = judged.pair.left.className.fittedKeepingEnd(to: rect.columns - used)
        if rect.columns - used >= 4 { canvas.text(name, in: rect, row: row, offset: used, style(theme.faint)) }
    }
}

extension PairView.Order {
    fileprivate var shortName: String {
        switch self {
        case .listed: ""
        case .hardest: "hardest"
        case .nearest: "nearest"
        }
    }
}
