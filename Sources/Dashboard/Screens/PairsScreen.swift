import Training

/// A test pair: both images, their distance against threshold and margin, truth and verdict; and the list it comes from.
struct PairsScreen {
    let state: DashboardState
    private let list: [JudgedPair]
    private let place: Int?

    init(_ state: DashboardState) {
        self.state = state
        list = state.listedPairs
        place = state.pairView.place(in: list)
    }

    private static let infoRows = 6

    func draw(in canvas: inout Canvas, rect: Rect) {
        let showsList = rect.columns >= 76 && !state.isEnlarged
        let listColumns = rect.columns >= 110 ? 36 : 23
        let (main, side) = rect.splitLeft(showsList ? rect.columns - listColumns : rect.columns)
        guard let place, let total = state.description?.testPairs.count else {
            let inside = canvas.panel("Pair", in: main, isFocused: true)
            canvas.text(emptyText, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            if showsList { drawList(in: &canvas, rect: side) }
            return
        }
        let judged = list[place]
        let position = list.count == total ? "\(place + 1) of \(total)" : "\(place + 1) of \(list.count), \(total) in all"
        let inside = canvas.panel("Pair \(judged.index + 1)", in: main, note: position, isFocused: true)
        let (pictures, info) = inside.splitTop(inside.rows - Self.infoRows)
        drawPictures(judged, in: &canvas, rect: pictures)
        drawVerdict(judged, in: &canvas, rect: info)
        if showsList { drawList(in: &canvas, rect: side) }
    }

    private var emptyText: String {
        guard let pairs = state.description?.testPairs, !pairs.isEmpty else { return "this run has no test pairs" }
        if !state.pairView.text.isEmpty { return "no pair matches \"\(state.pairView.text)\"; Esc shows all" }
        return state.testDistances.isEmpty
            ? "distances come with the first evaluation; e evaluates now"
            : "no pair is in the list \"\(state.pairView.filter.rawValue)\""
    }

    private func drawPictures(_ judged: JudgedPair, in canvas: inout Canvas, rect: Rect) {
        let (left, right) = rect.splitLeft(rect.columns / 2)
        let saliency = state.saliency(of: judged.index)
        for (side, half, heat) in [(judged.pair.left, left, saliency?.left), (judged.pair.right, right, saliency?.right)] {
            let room = half.inset(columns: 1)
            let name = Span(side.className.fitted(to: room.columns), canvas.theme.strong)
            var tile = PictureTile(file: side.file, captions: [[name]])
            if let saliency, let heat {
                tile.treated = { $0.heated(by: heat, width: saliency.width, height: saliency.height) }
            }
            tile.draw(state, in: &canvas, rect: room)
        }
        if let note = state.saliencyNote { canvas.text(note, in: rect, canvas.theme.edit, align: .center) }
    }

    private func drawVerdict(_ judged: JudgedPair, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        let pair = judged.pair
        let half = rect.columns / 2
        canvas.text(pair.left.file.lastComponents, in: rect.splitLeft(half - 1).left, theme.faint, align: .center)
        canvas.text(pair.right.file.lastComponents, in: rect.splitLeft(half).rest, theme.faint, align: .center)
        var spans = [Span("distance ", theme.faint), Span(judged.distance.map { NumberText.short($0) } ?? "-", theme.strong)]
        spans += [
            Span("   truth ", theme.faint), Span(pair.same ? "same" : "different", pair.same ? theme.genuine : theme.impostor),
        ]
        if let isAccepted = judged.isAccepted {
            spans.append(Span("   verdict ", theme.faint))
            spans.append(Span(isAccepted ? "same" : "different", isAccepted ? theme.genuine : theme.impostor))
            spans.append(judged.isWrong ? Span("  ✗ wrong", theme.bad) : Span("  ✓ right", theme.good))
        }
        canvas.spans(spans, in: rect, row: 1, offset: 1)
        drawScale(judged, in: &canvas, rect: rect.splitTop(2).rest.inset(columns: 1))
        drawHistory(of: judged, in: &canvas, rect: rect.splitTop(5).rest.inset(columns: 1))
    }

    /// The distance as a bar, with the threshold and the margin on it and named below.
    private func drawScale(_ judged: JudgedPair, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        let margin = state.settings[.margin].map { Float($0) }
        let largest = [judged.distance, judged.threshold, margin, state.testDistances.max()].compactMap { $0 }.filter(\.isFinite)
            .max()
        guard rect.columns > 10, let largest, largest > 0 else { return }
        let axis = Axis(low: 0, high: Double(largest) * 1.05)
        func column(_ value: Float) -> Int {
            max(0, min(rect.columns - 1, Int(axis.share(Double(value)) * Double(rect.columns))))
        }
        let style = judged.pair.same ? theme.genuine : theme.impostor
        Bar.draw(
            share: judged.distance.map { axis.share(Double($0)) } ?? 0, in: &canvas, rect: rect.splitTop(1).top, style: style)
        var used = -1
        for (value, name, style) in [(judged.threshold, "threshold", theme.strong), (margin, "margin", theme.edit)] {
            guard let value, value.isFinite else { continue }
            let place = column(value)
            canvas.put("┃", rect.column + place, rect.row, style)
            canvas.put("▲", rect.column + place, rect.row + 1, style)
            let text = "\(name) \(NumberText.short(value))"
            let start = max(used + 1, min(place - text.count / 2, rect.columns - text.count))
            used = start + canvas.text(text, in: rect, row: 2, offset: max(0, start), style)
        }
    }

    /// How this pair's distance moved over the evaluations.
    private func drawHistory(of judged: JudgedPair, in canvas: inout Canvas, rect: Rect) {
        let values = state.history.distanceSnapshots.compactMap { snapshot in
            snapshot.distances.indices.contains(judged.index) ? snapshot.distances[judged.index] : nil
        }
        guard values.count >= 2, let first = values.first, let last = values.last else { return }
        let used = canvas.text("over the training \(NumberText.short(first)) ", in: rect, canvas.theme.faint)
        let line = Sparkline.text(values, columns: max(4, rect.columns - used - 8), capabilities: canvas.capabilities)
        let drawn = canvas.text(line, in: rect, offset: used, judged.pair.same ? canvas.theme.genuine : canvas.theme.impostor)
        canvas.text(" \(NumberText.short(last))", in: rect, offset: used + drawn, canvas.theme.strong)
    }

    private func drawList(in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        let view = state.pairView
        let inside = canvas.panel(view.filter.rawValue, in: rect, note: view.order == .listed ? "" : view.order.shortName)
        let (body, summary) = inside.splitTop(inside.rows - 1)
        for (row, index) in ListWindow(selected: place ?? 0, count: list.count, rows: body.rows).range.enumerated() {
            let judged = list[index]
            canvas.onClick(Rect(column: body.column, row: body.row + row, columns: body.columns, rows: 1), .line(.pairs, index))
            let isShown = index == place
            let base = isShown ? theme.selected : .plain
            if isShown { canvas.fill(body.splitTop(row).rest.splitTop(1).top, " ", base) }
            let mark = judged.isAccepted == nil ? " " : judged.isWrong ? "✗" : "✓"
            let distance = judged.distance.map { NumberText.short($0) } ?? "-"
            var offset = canvas.text(" \(mark) ", in: body, row: row, isShown ? base : judged.isWrong ? theme.bad : theme.good)
            offset += canvas.text(
                "\(judged.index + 1)".leftPadded(to: 4) + " ", in: body, row: row, offset: offset, isShown ? base : theme.faint)
            offset += canvas.text(
                judged.pair.same ? "same " : "diff ", in: body, row: row, offset: offset,
                isShown ? base : judged.pair.same ? theme.genuine : theme.impostor)
            offset += canvas.text(distance.leftPadded(to: 7), in: body, row: row, offset: offset, base)
            canvas.text(" \(judged.pair.left.className)", in: body, row: row, offset: offset, isShown ? base : theme.faint)
        }
        let wrong = (state.description?.testPairs.indices ?? 0..<0).compactMap(state.judgedPair).count { $0.isWrong }
        if !state.testDistances.isEmpty { canvas.text("\(wrong) wrong", in: summary, offset: 1, theme.strong) }
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

extension String {
    /// The last two parts of a path.
    fileprivate var lastComponents: String { split(separator: "/").suffix(2).joined(separator: "/") }
}
