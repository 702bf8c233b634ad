import Training

/// Curves on the left, what can be changed and what was reached on the right; below one another where the window is narrow.
struct TrainScreen {
    let state: DashboardState

    /// Below this, only the chart that has the focus is drawn.
    static let rowsForBothCharts = 24
    /// Of a narrow window that is tall enough for all controls, figures and edits below both charts.
    private static let rowsForAllBelow = 14

    init(_ state: DashboardState) {
        self.state = state
    }

    func draw(in canvas: inout Canvas, rect: Rect) {
        let strip = VerdictStrip(state, columns: rect.columns, theme: canvas.theme)
        strip.draw(in: &canvas, rect: rect)
        drawPanels(in: &canvas, rect: rect.splitTop(strip.rows).rest)
    }

    private func drawPanels(in canvas: inout Canvas, rect: Rect) {
        if state.isEnlarged {
            draw(state.focused, in: &canvas, rect: rect)
        } else if rect.columns >= 76 {
            let side = rect.columns >= 130 ? 38 : rect.columns >= 100 ? 31 : 29
            let (charts, column) = rect.splitLeft(rect.columns - side)
            drawCharts(in: &canvas, rect: charts)
            drawColumn(in: &canvas, rect: column)
        } else {
            // Where rows are short the curves need them more: the list of controls moves with the chosen one.
            let isTall = rect.rows >= Self.rowsForBothCharts + Self.rowsForAllBelow
            let controls =
                ControlsPanel.rowsBesides + (isTall ? state.availableControls.count : min(3, state.availableControls.count))
            let (charts, below) = rect.splitTop(rect.rows - (isTall ? Self.rowsForAllBelow : controls))
            drawCharts(in: &canvas, rect: charts)
            let (left, right) = below.splitLeft(below.columns / 2)
            draw(.controls, in: &canvas, rect: left.splitTop(controls).top)
            draw(.edits, in: &canvas, rect: left.splitTop(controls).rest)
            FiguresPanel.draw(state, in: &canvas, rect: right)
        }
    }

    /// Both charts where they have the room; else the one that has the focus.
    private func drawCharts(in canvas: inout Canvas, rect: Rect) {
        guard rect.rows >= Self.rowsForBothCharts else {
            return draw(state.focused == .secondChart ? .secondChart : .lossChart, in: &canvas, rect: rect)
        }
        let (top, bottom) = rect.splitTop(rect.rows * 3 / 5)
        // One above the other, so that the same step stands in the same column of both.
        let theme = canvas.theme
        let gutter = max(
            lossChart(theme: theme).gutter(in: top.inset(columns: 1, rows: 1)),
            chart(for: state.secondChart, panel: .secondChart, theme: theme).gutter(in: bottom.inset(columns: 1, rows: 1)))
        draw(.lossChart, in: &canvas, rect: top, gutter: gutter)
        draw(.secondChart, in: &canvas, rect: bottom, gutter: gutter)
    }

    private func drawColumn(in canvas: inout Canvas, rect: Rect) {
        let (controls, rest) = rect.splitTop(state.availableControls.count + ControlsPanel.rowsBesides)
        let (figures, edits) = rest.splitTop(rest.rows - FiguresPanel.rows >= 3 ? FiguresPanel.rows : rest.rows)
        draw(.controls, in: &canvas, rect: controls)
        FiguresPanel.draw(state, in: &canvas, rect: figures)
        draw(.edits, in: &canvas, rect: edits)
    }

    /// - Parameter gutter: the least of a chart.
    private func draw(_ panel: Panel, in canvas: inout Canvas, rect: Rect, gutter: Int = 0) {
        guard rect.rows >= 3 else { return }
        let isFocused = state.focused == panel
        canvas.onClick(rect, .panel(panel))
        switch panel {
        case .secondChart:
            let inside = canvas.panel(state.secondChart.title, in: rect, note: "v: another", isFocused: isFocused)
            var chart = chart(for: state.secondChart, panel: panel, theme: canvas.theme)
            chart.leastGutter = gutter
            chart.draw(in: &canvas, rect: inside)
        case .controls: ControlsPanel.draw(state, in: &canvas, rect: rect)
        case .edits: EditsPanel.draw(state, in: &canvas, rect: rect)
        default:
            let inside = canvas.panel("Loss", in: rect, note: viewNote, isFocused: isFocused)
            var chart = lossChart(theme: canvas.theme)
            chart.leastGutter = gutter
            chart.draw(in: &canvas, rect: inside)
        }
    }

    /// What zooming and the axes have done to the view.
    private var viewNote: String {
        let view = state.chart
        var words: [String] = []
        if state.history.smoothingWeight > 0 {
            words.append("smooth \(NumberText.setting(Double(state.history.smoothingWeight)))")
        }
        if state.isLossLogarithmic || view.isStepLogarithmic {
            words.append("log" + (view.isStepLogarithmic ? state.isLossLogarithmic ? " xy" : " x" : ""))
        }
        words.append(view.isFitted ? "all" : view.follows ? "following" : "held, f follows")
        return words.joined(separator: " · ")
    }

    private func baseChart(_ curves: [StepChart.Curve]) -> StepChart {
        let scale = StepScale(
            state.chart, history: state.history, stepsPerEpoch: state.description?.stepsPerEpoch ?? 1, last: state.lastShownStep)
        var chart = StepChart(scale: scale, curves: curves)
        chart.crosshair = state.chart.crosshair
        chart.isLogarithmic = state.chart.isValueLogarithmic ?? false
        return chart
    }

    /// The same curves of the runs that are compared.
    private func compared(_ measures: [Measure], on scale: StepScale, theme: Theme) -> [StepChart.Curve] {
        state.compared.enumerated().flatMap { place, run in
            measures.enumerated().map { index, measure in
                StepChart.Curve(
                    name: run.name, series: run.history[measure], style: theme.compared(place, isFaint: index > 0),
                    hasMarkers: measure.isEvaluated,
                    scale: scale.following(run.history, stepsPerEpoch: run.stepsPerEpoch), isInLegend: index == 0)
            }.reversed()
        }
    }

    private func lossChart(theme: Theme) -> StepChart {
        let history = state.history
        let isSmoothed = history.smoothingWeight > 0
        var curves = [
            StepChart.Curve(name: "train", series: history[.loss], style: isSmoothed ? theme.trainingRaw : theme.training)
        ]
        if isSmoothed {
            curves.append(
                StepChart.Curve(
                    name: "smoothed", series: history[.smoothedLoss], style: theme.training, briefName: "smooth"))
        }
        curves.append(
            StepChart.Curve(
                name: "validation", series: history[.validationLoss], style: theme.validation, hasMarkers: true,
                briefName: "valid"))
        var chart = baseChart(curves)
        chart.beneath = compared([.validationLoss, .smoothedLoss], on: chart.scale, theme: theme)
        chart.panel = .lossChart
        chart.isLogarithmic = state.isLossLogarithmic
        chart.marks = state.changes.enumerated().map { place, edit in
            StepChart.Mark(
                step: edit.step, text: edit.shortText, briefText: edit.briefText,
                isSelected: state.focused == .edits && place == state.selectedChange)
        }
        return chart
    }

    private func chart(for choice: SecondChart, panel: Panel, theme: Theme) -> StepChart {
        let history = state.history
        func one(_ name: String, _ measure: Measure, isEvaluated: Bool = false, style: Style? = nil) -> StepChart.Curve {
            StepChart.Curve(
                name: name, series: history[measure], style: style ?? (isEvaluated ? theme.validation : theme.training),
                hasMarkers: isEvaluated)
        }
        var chart: StepChart
        switch choice {
        case .accuracy:
            let others = [
                one("test", .testAccuracy, style: theme.training), one("one-shot", .oneShotAccuracy, style: theme.plain),
            ]
            chart = baseChart([one("validation", .accuracy, isEvaluated: true)] + others.filter { $0.series.count > 0 })
        case .equalErrorRate: chart = baseChart([one("validation", .equalErrorRate, isEvaluated: true)])
        case .areaUnderROC: chart = baseChart([one("validation", .areaUnderROC, isEvaluated: true)])
        case .distances:
            chart = baseChart([
                one("margin", .margin, style: theme.edit), one("threshold", .threshold, style: theme.strong),
                one("genuine", .genuineDistance, style: theme.genuine),
                one("impostor", .impostorDistance, style: theme.impostor),
            ])
        case .learningRate: chart = baseChart([one("learning rate", .learningRate)])
        case .gradientNorm: chart = baseChart([one("norm of all gradients", .gradientNorm)])
        case .activePairs: chart = baseChart([one("pairs with a loss", .activeFraction)])
        case .throughput: chart = baseChart([one("pairs a second", .throughput)])
        case .dataWait: chart = baseChart([one("of the step", .dataWait)])
        }
        if let measure = choice.measure { chart.beneath = compared([measure], on: chart.scale, theme: theme) }
        chart.panel = panel
        if choice.isShare {
            chart.format = .percent
            chart.limits = 0...1
        }
        if choice.isEvaluated { chart.emptyText = "the curve begins with the first evaluation" }
        return chart
    }
}

extension DashboardState {
    /// As the person chose it; else by itself where the first losses are so large that today's would lie on the floor.
    var isLossLogarithmic: Bool {
        if let chosen = chart.isValueLogarithmic { return chosen }
        let visible = chart.visible(last: lastShownStep)
        let loss = history[.loss]
        let points = loss.index(ofStep: visible.lowerBound)..<loss.index(ofStep: visible.upperBound + 1)
        guard let latest = history[.smoothedLoss].last, latest > 0, let extremes = loss.extremes(in: points) else { return false }
        return extremes.high > 15 * latest
    }
}

extension SecondChart {
    fileprivate var isShare: Bool {
        switch self {
        case .accuracy, .equalErrorRate, .activePairs, .dataWait: true
        default: false
        }
    }

    /// What it shows of other runs; `nil` where two runs at once would be too much.
    fileprivate var measure: Measure? {
        switch self {
        case .accuracy: .accuracy
        case .equalErrorRate: .equalErrorRate
        case .areaUnderROC: .areaUnderROC
        case .distances: nil
        case .learningRate: .learningRate
        case .gradientNorm: .gradientNorm
        case .activePairs: .activeFraction
        case .throughput: .throughput
        case .dataWait: .dataWait
        }
    }

    fileprivate var isEvaluated: Bool {
        switch self {
        case .accuracy, .equalErrorRate, .areaUnderROC, .distances: true
        default: false
        }
    }
}
