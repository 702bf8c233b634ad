import Training

/// The loss as it falls, how far the run is, what can be changed, and how good the network is on classes that it has never seen.
func drawTrainScreen(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    if rect.columns >= 100 {
        let (chart, side) = rect.splitLeft(rect.columns - 36)
        drawLoss(state, in: chart, on: &canvas)
        let (progress, below) = side.splitTop(6)
        let (controls, figures) = below.splitTop(Controls.settings(of: state.run).count + 4)
        drawProgress(state.run, in: progress, on: &canvas)
        drawControls(state, in: controls, on: &canvas)
        drawFigures(state.run, in: figures, on: &canvas)
    } else {
        let (chart, below) = rect.splitTop(rect.rows - 8)
        drawLoss(state, in: chart, on: &canvas)
        let (controls, figures) = below.splitLeft(below.columns * 2 / 5)
        drawControls(state, in: controls, on: &canvas)
        drawFigures(state.run, in: figures, on: &canvas)
    }
}

private func drawLoss(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let (run, theme) = (state.run, canvas.theme)
    let inside = canvas.panel("Loss", in: rect, note: run.description.map { $0.options.loss.name } ?? "")
    guard !run.trainingLoss.isEmpty || !run.validationLoss.isEmpty else {
        canvas.text("waiting for the first step", in: inside, row: inside.rows / 2, theme.faint, align: .center)
        return
    }
    let (legend, plot) = inside.inset(columns: 1).splitTop(1)
    canvas.spans(
        [
            Span("━ train ", theme.training), Span(run.trainingLoss.last.map { NumberText.short($0) } ?? "-"),
            Span("   ━ validation ", theme.validation), Span(run.validationLoss.last.map { NumberText.short($0) } ?? "-"),
        ], in: legend)
    LossChart(
        curves: [
            .init(series: run.trainingLoss, style: theme.training, isSparse: false),
            .init(series: run.validationLoss, style: theme.validation, isSparse: true),
        ], edits: run.edits, lastStep: max(run.trainingLoss.lastStep, run.validationLoss.lastStep)
    ).draw(in: plot, on: &canvas)
}

private func drawProgress(_ run: RunView, in rect: Rect, on canvas: inout Canvas) {
    let inside = canvas.panel("Progress", in: rect).inset(columns: 1)
    if let progress = run.progress {
        drawBar(progress, in: inside, on: &canvas)
    }
    let steps = NumberText.grouped(run.step) + (run.description?.totalSteps.map { " of " + NumberText.grouped($0) } ?? "")
    let times = NumberText.time(run.elapsed) + (run.secondsLeft.map { ", " + NumberText.time($0) + " left" } ?? "")
    drawRows(
        [("step", steps), ("elapsed", times), ("pairs/s", NumberText.rate(run.pairsPerSecond))],
        in: Rect(column: inside.column, row: inside.row + 1, columns: inside.columns, rows: inside.rows - 1), on: &canvas)
}

/// A bar that fills from the left, with its share written behind.
func drawBar(_ share: Double, in rect: Rect, on canvas: inout Canvas) {
    let text = "\(Int(share * 100)) %".leftPadded(to: 6)
    let width = rect.columns - text.count
    let filled = Int(share * Double(width))
    for column in 0..<max(0, width) {
        let isFilled = column < filled
        canvas.put(isFilled ? "█" : "░", rect.column + column, rect.row, isFilled ? canvas.theme.training : canvas.theme.border)
    }
    canvas.text(text, in: rect, align: .right)
}

/// Names left, values right, one a line.
func drawRows(_ rows: [(name: String, value: String)], in rect: Rect, on canvas: inout Canvas) {
    for (index, row) in rows.enumerated() where index < rect.rows {
        canvas.text(row.name, in: rect, row: index, canvas.theme.faint)
        canvas.text(row.value, in: rect, row: index, align: .right)
    }
}

private func drawControls(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let theme = canvas.theme
    let inside = canvas.panel("Controls", in: rect, note: "+ - Enter")
    let settings = Controls.settings(of: state.run)
    let chosen = state.controls.setting(of: state.run)
    for (index, setting) in settings.enumerated() where index < inside.rows {
        let isChosen = setting == chosen
        let line = Rect(column: inside.column, row: inside.row + index, columns: inside.columns, rows: 1)
        if isChosen { canvas.fill(line, " ", theme.selected) }
        let style = isChosen ? theme.selected : theme.plain
        canvas.text((isChosen ? "▶ " : "  ") + setting.title, in: line, style)
        canvas.text(state.run.settings[setting].map(NumberText.setting) ?? "-", in: line.inset(columns: 1), style, align: .right)
    }
    let last = state.run.edits.last.map { edit in
        "step \(NumberText.grouped(edit.step)): \(NumberText.setting(edit.old)) → \(NumberText.setting(edit.new)), u undoes"
    }
    let below = Rect(
        column: inside.column + 1, row: inside.row + settings.count, columns: inside.columns - 2,
        rows: inside.rows - settings.count)
    canvas.text(last ?? "changes are marked on the curve", in: below, row: 0, theme.faint)
}

private func drawFigures(_ run: RunView, in rect: Rect, on canvas: inout Canvas) {
    let inside = canvas.panel(
        "Unseen classes", in: rect, note: run.evaluation.map { "step \(NumberText.grouped($0.step))" } ?? ""
    )
    .inset(columns: 1)
    guard let latest = run.evaluation else {
        canvas.text("not evaluated yet", in: inside, canvas.theme.faint)
        return
    }
    let best = run.best ?? latest
    func both(_ name: String, _ value: (EvaluationMetrics) -> String) -> (name: String, value: String) {
        (name, "\(value(latest))  \(value(best).leftPadded(to: 9))")
    }
    drawRows(
        [
            ("", "now  \("best".leftPadded(to: 9))"), both("accuracy") { NumberText.percent($0.accuracy) },
            both("EER") { NumberText.percent($0.equalErrorRate) },
            both("AUC") { NumberText.short($0.areaUnderROC) }, both("threshold") { NumberText.short($0.threshold) },
            both("genuine") { NumberText.short($0.genuineDistance) },
            both("impostor") { NumberText.short($0.impostorDistance) },
            both("test acc.") { NumberText.percent($0.testAccuracy) },
        ], in: inside, on: &canvas)
}
