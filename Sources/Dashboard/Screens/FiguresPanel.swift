import Training

/// What the latest step and evaluation say, and whether it got better.
enum FiguresPanel {
    /// With its frame.
    static let rows = 12

    private struct Figure {
        let name: String
        let measure: Measure
        var isShare = false
        /// +1 where more is better, -1 where less is, 0 where neither.
        var better = 0
    }

    private static let figures = [
        Figure(name: "train loss", measure: .smoothedLoss),
        Figure(name: "validation", measure: .validationLoss, better: -1),
        Figure(name: "accuracy", measure: .accuracy, isShare: true, better: 1),
        Figure(name: "test accuracy", measure: .testAccuracy, isShare: true, better: 1),
        Figure(name: "equal error", measure: .equalErrorRate, isShare: true, better: -1),
        Figure(name: "ROC area", measure: .areaUnderROC, better: 1),
        Figure(name: "genuine dist", measure: .genuineDistance),
        Figure(name: "impostor dist", measure: .impostorDistance),
        Figure(name: "threshold", measure: .threshold),
        Figure(name: "active pairs", measure: .activeFraction, isShare: true),
    ]

    /// In the place of the test pairs' accuracy, where no classes are left for tests.
    private static let oneShot = Figure(name: "one-shot", measure: .oneShotAccuracy, isShare: true, better: 1)

    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        guard rect.rows >= 3 else { return }
        let note = state.history.latestEvaluation.map { "at \(NumberText.step($0.step))" } ?? ""
        let inside = canvas.panel("Figures", in: rect, note: note)
        // Where rows are short, the four that matter most.
        let hasOneShotOnly = state.history[.testAccuracy].count == 0 && state.history[.oneShotAccuracy].count > 0
        let figures = figures.map { $0.measure == .testAccuracy && hasOneShotOnly ? oneShot : $0 }
        let shown = inside.rows >= figures.count ? figures : Array(figures[1...]).filter { $0.better != 0 }
        for (row, figure) in shown.prefix(inside.rows).enumerated() {
            canvas.text(figure.name, in: inside, row: row, offset: 1, canvas.theme.faint)
            let series = state.history[figure.measure]
            let value = series.last.map { figure.isShare ? NumberText.percent($0) : NumberText.short($0) } ?? "-"
            canvas.text(
                value, in: inside.splitLeft(inside.columns - 3).left, row: row, offset: 14, canvas.theme.strong, align: .right)
            drawTrend(figure, series, in: &canvas, rect: inside, row: row)
        }
    }

    private static func drawTrend(_ figure: Figure, _ series: Series, in canvas: inout Canvas, rect: Rect, row: Int) {
        guard figure.better != 0, series.count >= 2 else { return }
        let change = series.values[series.count - 1] - series.values[series.count - 2]
        guard change != 0, change.isFinite else { return }
        let isBetter = (change > 0) == (figure.better > 0)
        canvas.text(
            change > 0 ? "▲" : "▼", in: rect, row: row, offset: rect.columns - 2, isBetter ? canvas.theme.good : canvas.theme.bad)
    }
}
