import Training

/// Curves over the same steps. Every column of dots shows the least and the largest value of the points in it, so that a spike of one
/// step is seen among a million; drawing costs a few look-ups a column, however long the run.
struct LossChart {
    struct Curve {
        let series: Series
        let style: Style
        /// Joined by lines: for curves with few points.
        let isSparse: Bool
    }

    let curves: [Curve]
    let edits: [Edit]
    /// The last step on the axis.
    let lastStep: Int

    func draw(in rect: Rect, on canvas: inout Canvas) {
        let labelWidth = 8
        let (labels, right) = rect.splitLeft(labelWidth)
        let (plot, stepLabels) = right.splitTop(right.rows - 1)
        guard plot.columns >= 8, plot.rows >= 3 else { return }
        let steps = Axis(low: 0, high: Double(max(1, lastStep)))
        let values = valueAxis()
        drawValueTicks(values, labels: labels, plot: plot, on: &canvas)
        drawStepTicks(steps, in: stepLabels, on: &canvas)
        drawEdits(steps, in: plot, on: &canvas)
        var grid = BrailleGrid(columns: plot.columns, rows: plot.rows)
        for curve in curves {
            if curve.isSparse { drawLine(curve, steps, values, &grid) } else { drawBand(curve, steps, values, &grid) }
        }
        grid.draw(in: &canvas, at: plot)
    }

    /// From zero, where losses end, to a little above the largest value.
    private func valueAxis() -> Axis {
        let high = curves.compactMap { $0.series.extremes(in: 0..<$0.series.count)?.high }.filter(\.isFinite).max() ?? 1
        return Axis(low: 0, high: Double(max(high, 1e-9)) * 1.05)
    }

    private func drawValueTicks(_ axis: Axis, labels: Rect, plot: Rect, on canvas: inout Canvas) {
        for tick in axis.ticks(atMost: max(2, plot.rows / 3)) {
            let row = plot.rows - 1 - Int((axis.share(tick) * Double(plot.rows - 1)).rounded())
            guard (0..<plot.rows).contains(row) else { continue }
            canvas.text(NumberText.tick(tick).leftPadded(to: labels.columns - 1), in: labels, row: row, canvas.theme.faint)
            for column in stride(from: 0, to: plot.columns, by: 4) {
                canvas.put("·", plot.column + column, plot.row + row, canvas.theme.border)
            }
        }
    }

    private func drawStepTicks(_ axis: Axis, in rect: Rect, on canvas: inout Canvas) {
        var free = 0
        for tick in axis.ticks(atMost: max(1, rect.columns / 12)) {
            let text = NumberText.grouped(Int(tick))
            let column = Int(axis.share(tick) * Double(rect.columns - 1)) - (tick == 0 ? 0 : text.count / 2)
            guard column >= free, column + text.count <= rect.columns else { continue }
            canvas.text(text, in: rect, offset: column, canvas.theme.faint)
            free = column + text.count + 1
        }
        if rect.columns - free > 5 { canvas.text("step", in: rect, canvas.theme.faint, align: .right) }
    }

    private func drawEdits(_ axis: Axis, in plot: Rect, on canvas: inout Canvas) {
        for edit in edits {
            let column = plot.column + Int(axis.share(Double(edit.step)) * Double(plot.columns - 1))
            for row in plot.row..<plot.endRow { canvas.put("│", column, row, canvas.theme.edit) }
        }
        // Words last, over the lines; the later edit wins the row.
        for (index, edit) in edits.suffix(plot.rows / 2).enumerated() {
            let text = "\(edit.setting.title) \(NumberText.setting(edit.old))→\(NumberText.setting(edit.new))"
            let column = Int(axis.share(Double(edit.step)) * Double(plot.columns - 1))
            let isLeft = column + 2 + text.count > plot.columns
            let offset = isLeft ? max(0, column - text.count - 1) : column + 1
            canvas.text(text, in: plot, row: index, offset: offset, canvas.theme.edit)
        }
    }

    private func drawBand(_ curve: Curve, _ steps: Axis, _ values: Axis, _ grid: inout BrailleGrid) {
        var previous: Float?
        for x in 0..<grid.width {
            let from = step(at: x, steps, grid)
            let points =
                curve.series.index(ofStep: from)..<curve.series.index(ofStep: max(from + 1, step(at: x + 1, steps, grid)))
            guard var extremes = curve.series.extremes(in: points), extremes.low.isFinite, extremes.high.isFinite else {
                continue
            }
            let last = curve.series.values[points.upperBound - 1]
            // Joined to the column before, so that a steep curve has no gaps.
            if let previous {
                extremes.low = min(extremes.low, max(previous, extremes.high))
                extremes.high = max(extremes.high, min(previous, extremes.low))
            }
            grid.vertical(x, from: y(extremes.high, values, grid), to: y(extremes.low, values, grid), curve.style)
            previous = last
        }
    }

    private func drawLine(_ curve: Curve, _ steps: Axis, _ values: Axis, _ grid: inout BrailleGrid) {
        var before: (x: Int, y: Int)?
        // At most two points a column of dots are told apart.
        let stride = max(1, curve.series.count / max(1, grid.width * 2))
        for index in Swift.stride(from: 0, to: curve.series.count, by: stride) where curve.series.values[index].isFinite {
            let x = Int((steps.share(Double(curve.series.steps[index])) * Double(grid.width - 1)).rounded())
            let point = (x: x, y: y(curve.series.values[index], values, grid))
            if let before, point.x > before.x {
                for x in before.x...point.x {
                    let share = Double(x - before.x) / Double(point.x - before.x)
                    grid.set(x, before.y + Int((Double(point.y - before.y) * share).rounded()), curve.style)
                }
            } else {
                grid.set(point.x, point.y, curve.style)
            }
            before = point
        }
    }

    private func step(at x: Int, _ axis: Axis, _ grid: BrailleGrid) -> Int {
        Int((axis.low + (axis.high - axis.low) * Double(x) / Double(max(1, grid.width - 1))).rounded(.up))
    }

    private func y(_ value: Float, _ axis: Axis, _ grid: BrailleGrid) -> Int {
        let share = min(max(0, axis.share(Double(value))), 1)
        return grid.height - 1 - Int((share * Double(grid.height - 1)).rounded())
    }
}

extension NumberText {
    /// A tick's number, with no more digits than tell it from its neighbours.
    static func tick(_ value: Double) -> String {
        value == 0 ? "0" : setting(value)
    }
}
