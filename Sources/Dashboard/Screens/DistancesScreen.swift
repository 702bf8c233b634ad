import MetricLearning

/// How far genuine and impostor test pairs lie apart, what every threshold would make of them, and how they came apart.
struct DistancesScreen {
    let state: DashboardState

    /// Below this, only the panel that has the focus is drawn.
    private static let rowsForBoth = 26
    /// Of the figures and of the curve above it, which is best square: a third of a wide window.
    private static func sideColumns(_ rect: Rect) -> Int { max(30, min(rect.columns / 3, 2 * (rect.rows - figureRows))) }
    private static let figureRows = 12
    /// Below this, a tall window has everything below one another.
    private static let columnsForSide = 76

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
        if state.isEnlarged { return draw(state.focused, threshold, in: &canvas, rect: rect) }
        if rect.columns < Self.columnsForSide, rect.rows >= Self.rowsForBoth + Self.figureRows {
            let (charts, below) = rect.splitTop(rect.rows - Self.figureRows)
            let (top, bottom) = charts.splitTop(charts.rows * 3 / 5)
            draw(.histogram, threshold, in: &canvas, rect: top)
            draw(.bands, threshold, in: &canvas, rect: bottom)
            let (figures, curve) = below.splitLeft(below.columns / 2)
            return drawFigures(verification, threshold, in: &canvas, figures: figures, curve: curve)
        }
        let (left, right) = rect.splitLeft(rect.columns - Self.sideColumns(rect))
        if left.rows >= Self.rowsForBoth {
            let (top, bottom) = left.splitTop(left.rows * 3 / 5)
            draw(.histogram, threshold, in: &canvas, rect: top)
            draw(.bands, threshold, in: &canvas, rect: bottom)
        } else {
            draw(state.focused, threshold, in: &canvas, rect: left)
        }
        let (figures, curve) = right.splitTop(min(right.rows, Self.figureRows))
        drawFigures(verification, threshold, in: &canvas, figures: figures, curve: curve)
    }

    private func drawFigures(
        _ verification: Verification, _ threshold: Float, in canvas: inout Canvas, figures: Rect, curve: Rect
    ) {
        drawFigures(verification, threshold, in: &canvas, rect: figures)
        guard curve.rows >= 6 else { return }
        DetectionCurve(verification: verification, threshold: threshold, kind: state.detectionCurve)
            .draw(in: &canvas, rect: curve)
    }

    private func draw(_ panel: Panel, _ threshold: Float, in canvas: inout Canvas, rect: Rect) {
        let isFocused = state.focused == panel
        if panel == .bands {
            let inside = canvas.panel("Over the training", in: rect, note: "the middle half and its median", isFocused: isFocused)
            DistanceBands(snapshots: state.history.distanceSnapshots, threshold: state.history[.threshold])
                .draw(in: &canvas, rect: inside)
        } else {
            let note = "test pairs at step \(NumberText.grouped(state.history.latestEvaluation?.step ?? 0))"
            let inside = canvas.panel("Distances", in: rect, note: note, isFocused: isFocused)
            let proposed = state.proposal(for: .setting(.margin))?.number
            MirroredHistogram(
                distances: state.testDistances, same: state.description?.testPairs.map(\.same) ?? [], threshold: threshold,
                margins: [state.settings[.margin], proposed].compactMap { $0.map { Float($0) } }
            ).draw(in: &canvas, rect: inside)
        }
    }

    private func drawFigures(_ verification: Verification, _ threshold: Float, in canvas: inout Canvas, rect: Rect) {
        let point = verification.confusion(at: threshold)
        let (accepted, wronglyAccepted) = (point.trueAccepts, point.falseAccepts)
        let precision = accepted + wronglyAccepted > 0 ? Float(accepted) / Float(accepted + wronglyAccepted) : Float.nan
        let lines: [(String, String)] = [
            ("threshold", state.thresholdText(threshold)),
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
}
