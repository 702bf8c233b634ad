import MetricLearning

/// How far genuine and impostor test pairs lie apart, and what every threshold would make of them.
struct DistancesScreen {
    let state: DashboardState

    init(_ state: DashboardState) {
        self.state = state
    }

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard let verification = state.verification, let threshold = state.threshold else {
            let inside = canvas.panel("Distances", in: rect, isFocused: true)
            let text = "distances come with the first evaluation of genuine and impostor pairs; e evaluates now"
            canvas.text(text, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        let (left, right) = rect.splitLeft(rect.columns - (state.isEnlarged ? 0 : 30))
        let note = "test pairs at step \(NumberText.grouped(state.history.latestEvaluation?.step ?? 0))"
        let inside = canvas.panel("Distances", in: left, note: note, isFocused: true)
        MirroredHistogram(
            distances: state.testDistances, same: state.description?.testPairs.map(\.same) ?? [], threshold: threshold,
            margin: state.settings[.margin].map { Float($0) }
        ).draw(in: &canvas, rect: inside)
        guard !state.isEnlarged else { return }
        let (figures, curve) = right.splitTop(min(right.rows, 12))
        drawFigures(verification, threshold, in: &canvas, rect: figures)
        if curve.rows >= 6 { drawROC(verification, threshold, in: &canvas, rect: curve) }
    }

    private func drawFigures(_ verification: Verification, _ threshold: Float, in canvas: inout Canvas, rect: Rect) {
        let point = verification.confusion(at: threshold)
        let (accepted, wronglyAccepted) = (point.trueAccepts, point.falseAccepts)
        let precision = accepted + wronglyAccepted > 0 ? Float(accepted) / Float(accepted + wronglyAccepted) : Float.nan
        let lines: [(String, String)] = [
            ("threshold", NumberText.short(threshold)),
            ("accuracy", NumberText.percent(verification.accuracy(at: threshold))),
            ("false accepts", NumberText.percent(verification.falseAcceptRate(point))),
            ("false rejects", NumberText.percent(verification.falseRejectRate(point))),
            ("precision", NumberText.percent(precision)),
            ("area under ROC", NumberText.short(verification.areaUnderROC)),
            ("equal error rate", NumberText.percent(verification.equalErrorRate)),
        ]
        let theme = canvas.theme
        let inside = canvas.panel("At the threshold", in: rect, note: state.ownThreshold == nil ? "" : "yours")
        for (row, (name, value)) in lines.enumerated() {
            canvas.text(name, in: inside, row: row, offset: 1, theme.faint)
            canvas.text(value, in: inside.splitLeft(inside.columns - 1).left, row: row, offset: 17, theme.strong, align: .right)
        }
        let rejected = verification.genuineCount - accepted
        let rightlyRejected = verification.impostorCount - wronglyAccepted
        canvas.spans(
            [Span("genuine  ", theme.genuine), Span("\(accepted) in ", theme.strong), Span("\(rejected) out", theme.bad)],
            in: inside, row: 8, offset: 1)
        canvas.spans(
            [
                Span("impostor ", theme.impostor), Span("\(wronglyAccepted) in ", theme.bad),
                Span("\(rightlyRejected) out", theme.strong),
            ],
            in: inside, row: 9, offset: 1)
    }

    private func drawROC(_ verification: Verification, _ threshold: Float, in canvas: inout Canvas, rect: Rect) {
        let inside = canvas.panel("ROC", in: rect, note: "accepts, genuine over impostor")
        var grid = BrailleGrid(columns: inside.columns, rows: inside.rows)
        func place(_ point: Verification.Point) -> (x: Int, y: Int) {
            let x = verification.falseAcceptRate(point) * Float(grid.width - 1)
            let y = verification.falseRejectRate(point) * Float(grid.height - 1)
            return (Int(x.rounded()), Int(y.rounded()))
        }
        guard grid.width > 1, grid.height > 1 else { return }
        for (before, after) in zip(verification.curve, verification.curve.dropFirst()) {
            grid.line(from: place(before), to: place(after), canvas.theme.training)
        }
        grid.draw(in: &canvas, at: inside)
        let here = place(verification.confusion(at: threshold))
        canvas.put("●", inside.column + here.x / 2, inside.row + here.y / 4, canvas.theme.validation)
    }
}
