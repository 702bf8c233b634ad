/// Curves over the steps of a run, on one pair of axes. Drawing costs O(columns log steps): every column shows the minimum and maximum
/// of its steps, so that a spike of one step is never lost.
struct StepChart {
    struct Curve {
        let name: String
        let series: Series
        let style: Style
        /// Marks every point, as few as they are.
        var hasMarkers = false
        /// For a curve of another run, whose steps lie elsewhere on the axis.
        var scale: StepScale?
        var isInLegend = true
        /// Where the name has no room.
        var briefName: String?
    }

    /// Something that happened at a step.
    struct Mark {
        let step: Int
        let text: String
        /// Where the text has no room.
        let briefText: String
        let isSelected: Bool
    }

    enum Format {
        case number
        case percent

        func text(_ value: Double) -> String { self == .percent ? NumberText.percent(Float(value)) : NumberText.short(value) }

        func tick(_ value: Double, spacing: Double) -> String {
            self == .percent
                ? NumberText.tick(value * 100, spacing: spacing * 100) + "%" : NumberText.tick(value, spacing: spacing)
        }
    }

    let scale: StepScale
    var curves: [Curve]
    /// Curves of other runs: drawn beneath, and named last.
    var beneath: [Curve] = []
    var marks: [Mark] = []
    var crosshair: Int?
    var isLogarithmic = false
    var format = Format.number
    /// Values that cannot be exceeded, such as 0 and 1 of a share.
    var limits: ClosedRange<Double> = 0...Double.infinity
    /// At least so many columns are left of the plot: those of a chart that it stands in line with.
    var leastGutter = 0
    /// What gets the focus when a step is clicked.
    var panel: Panel?
    var emptyText = "the curve begins with the first steps"

    /// Legend, axes, marks, curves, in a rectangle of any size.
    func draw(in canvas: inout Canvas, rect: Rect) {
        let (legendRect, body) = rect.splitTop(1)
        drawLegend(in: &canvas, rect: legendRect)
        guard let axis = valueAxis(columns: body.columns * 2) else {
            canvas.text(emptyText, in: body, row: body.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        let labels = labels(of: axis, rows: body.rows)
        let gutter = max(leastGutter, gutter(of: labels))
        let plot = Rect(
            column: body.column + gutter, row: body.row, columns: body.columns - gutter, rows: body.rows - 2)
        guard plot.columns >= 4, plot.rows >= 2 else { return }
        drawAxes(in: &canvas, plot: plot, axis: axis, labels: labels, gutter: gutter)
        drawMarkLines(in: &canvas, plot: plot)
        var grid = BrailleGrid(columns: plot.columns, rows: plot.rows)
        let bounds = scale.bounds(columns: grid.width)
        for curve in beneath + curves {
            trace(curve, on: axis, bounds: curve.scale?.bounds(columns: grid.width) ?? bounds, into: &grid)
        }
        grid.draw(in: &canvas, at: plot)
        drawMarkers(in: &canvas, plot: plot, axis: axis)
        drawMarkTexts(in: &canvas, plot: plot)
        drawCrosshair(in: &canvas, plot: plot)
        if let panel { canvas.onClick(plot, .steps(panel, scale)) }
    }

    /// How many columns the labels of the value axis take in a rectangle, with the axis; 0 where there is no axis.
    func gutter(in rect: Rect) -> Int {
        let body = rect.splitTop(1).rest
        return valueAxis(columns: body.columns * 2).map { gutter(of: labels(of: $0, rows: body.rows)) } ?? 0
    }

    private func gutter(of labels: [(Double, String)]) -> Int { (labels.map(\.1.count).max() ?? 0) + 1 }

    private func labels(of axis: Axis, rows: Int) -> [(Double, String)] {
        let ticks = axis.ticks(atMost: max(2, rows / 3))
        let spacing = ticks.count > 1 ? ticks[1] - ticks[0] : axis.high - axis.low
        return ticks.map { ($0, format.tick($0, spacing: axis.isLogarithmic ? $0 : spacing)) }
    }

    private func drawLegend(in canvas: inout Canvas, rect: Rect) {
        let named = curves + beneath.filter(\.isInLegend)
        let all = legend(of: named, canvas.theme)
        // Where room is short, the raw curve under its smoothing goes without saying.
        let isTooLong = all.map(\.text.count).reduce(2, +) > rect.columns && curves.count > 2
        let kept = isTooLong ? Array(named.dropFirst()) : named
        let spans = legend(of: kept, canvas.theme)
        let fits = spans.map(\.text.count).reduce(0, +) <= rect.columns
        canvas.spans(fits ? spans : legend(of: kept, isBrief: true, canvas.theme), in: rect, offset: 1)
    }

    private func legend(of curves: [Curve], isBrief: Bool = false, _ theme: Theme) -> [Span] {
        var spans: [Span] = []
        // First, since it tells what all figures are read at, also where the rest has no room.
        if let crosshair { spans.append(Span("\(NumberText.grouped(crosshair))▸ ", theme.accent)) }
        for curve in curves {
            let asked = crosshair.map { curve.scale?.step(like: $0, on: scale) ?? $0 }
            let read = asked.map { curve.series.point(nearest: $0) }
            let value = read.map { $0?.value } ?? curve.series.last
            spans.append(Span(curve.hasMarkers ? "●" : "━", curve.style))
            spans.append(Span(" \((isBrief ? curve.briefName : nil) ?? curve.name) ", theme.faint))
            spans.append(Span(value.map { format.text(Double($0)) } ?? "-", theme.strong))
            // Evaluations are rare: the figure may be of another step than the one that is pointed at.
            if let step = read??.step, step != asked { spans.append(Span(" at \(NumberText.grouped(step))", theme.accent)) }
            spans.append(Span("  "))
        }
        return spans
    }

    /// The span of all that is visible; `nil` where there is nothing.
    private func valueAxis(columns: Int) -> Axis? {
        var low = Double.infinity
        var high = -Double.infinity
        let ownBounds = scale.bounds(columns: max(1, columns))
        for curve in beneath + curves {
            let bounds = curve.scale?.bounds(columns: max(1, columns)) ?? ownBounds
            var begin = curve.series.index(ofStep: bounds[0])
            for bound in bounds.dropFirst() {
                let end = curve.series.index(ofStep: bound)
                defer { begin = end }
                guard let extremes = curve.series.extremes(in: begin..<end) else { continue }
                for value in [extremes.low, extremes.high] where value.isFinite && (!isLogarithmic || value > 0) {
                    low = min(low, Double(value))
                    high = max(high, Double(value))
                }
            }
        }
        guard low <= high else { return nil }
        if isLogarithmic { return Axis(low: low / 1.1, high: high * 1.1, isLogarithmic: true) }
        let padding = max((high - low) * 0.06, abs(high) * 1e-3)
        // Near zero, zero is where the eye wants the floor.
        let floor = low >= 0 && low < 0.35 * high ? 0 : low - padding
        return Axis(low: max(limits.lowerBound, floor), high: min(limits.upperBound, high + padding))
    }

    private func drawAxes(in canvas: inout Canvas, plot: Rect, axis: Axis, labels: [(Double, String)], gutter: Int) {
        let style = canvas.theme.border
        for row in 0..<plot.rows { canvas.put("│", plot.column - 1, plot.row + row, style) }
        for column in 0..<plot.columns { canvas.put("─", plot.column + column, plot.endRow, style) }
        canvas.put("└", plot.column - 1, plot.endRow, style)
        for (value, label) in labels {
            let row = plot.row + Int((1 - axis.share(value)) * Double(plot.rows - 1) + 0.5)
            guard (plot.row..<plot.endRow).contains(row) else { continue }
            canvas.put("┤", plot.column - 1, row, style)
            canvas.text(
                label, in: Rect(column: plot.column - gutter, row: row, columns: gutter - 1, rows: 1), canvas.theme.faint,
                align: .right)
        }
        drawStepLabels(in: &canvas, plot: plot)
    }

    private func drawStepLabels(in canvas: inout Canvas, plot: Rect) {
        let line = Rect(column: plot.column, row: plot.endRow + 1, columns: plot.columns, rows: 1)
        let unit = scale.unit.rawValue
        let room = plot.columns - unit.count - 2
        var used = 0
        for tick in scale.ticks(columns: plot.columns) {
            let start = max(0, tick.column - tick.text.count / 2)
            guard start >= used, start + tick.text.count <= room else { continue }
            canvas.put("┬", plot.column + tick.column, plot.endRow, canvas.theme.border)
            canvas.text(tick.text, in: line, offset: start, canvas.theme.faint)
            used = start + tick.text.count + 2
        }
        canvas.text(unit, in: line, canvas.theme.faint, align: .right)
    }

    private func drawMarkLines(in canvas: inout Canvas, plot: Rect) {
        for mark in marks where scale.steps.contains(mark.step) {
            let column = scale.column(ofStep: mark.step, columns: plot.columns)
            for row in 0..<plot.rows { canvas.put("┊", plot.column + column, plot.row + row, style(of: mark, canvas.theme)) }
        }
    }

    private func style(of mark: Mark, _ theme: Theme) -> Style { mark.isSelected ? theme.edit.emphasized() : theme.edit }

    private func drawMarkTexts(in canvas: inout Canvas, plot: Rect) {
        var used = 0
        for mark in marks where scale.steps.contains(mark.step) {
            let column = scale.column(ofStep: mark.step, columns: plot.columns)
            // Right of its line, else left of it, else in few words, else only the line.
            let places = [mark.text, mark.briefText].map { text in
                (text: text, start: column + 1 + text.count <= plot.columns ? column + 1 : column - text.count)
            }
            guard let (text, start) = places.first(where: { $0.start >= used }) else { continue }
            let label = Rect(column: plot.column + start, row: plot.row, columns: plot.columns - start, rows: 1)
            canvas.text(text, in: label, style(of: mark, canvas.theme))
            used = start + text.count + 1
        }
    }

    /// A dot's row for a value; the nearest edge for one outside.
    private func height(_ value: Float, _ axis: Axis, _ rows: Int) -> Int? {
        guard !value.isNaN else { return nil }
        let share = max(0, min(1, axis.share(Double(value))))
        return Int(((1 - share) * Double(rows - 1)).rounded())
    }

    private func trace(_ curve: Curve, on axis: Axis, bounds: [Int], into grid: inout BrailleGrid) {
        let series = curve.series
        let scale = curve.scale ?? scale
        var begin = series.index(ofStep: bounds[0])
        var before: (x: Int, y: Int)?
        // The curve enters from the point left of the window and leaves to the one right of it.
        if begin > 0, let y = height(series.values[begin - 1], axis, grid.height) {
            before = (scale.column(ofStep: Int(series.steps[begin - 1]), columns: grid.width), y)
        }
        for x in 0..<grid.width {
            let end = series.index(ofStep: bounds[x + 1])
            guard let extremes = series.extremes(in: begin..<end) else { continue }
            if let before, let first = height(series.values[begin], axis, grid.height) {
                grid.line(from: before, to: (x, first), curve.style)
            }
            if let low = height(extremes.low, axis, grid.height), let high = height(extremes.high, axis, grid.height) {
                grid.vertical(x, from: low, to: high, curve.style)
            }
            before = height(series.values[end - 1], axis, grid.height).map { (x, $0) }
            begin = end
        }
        if let before, begin < series.count, let y = height(series.values[begin], axis, grid.height) {
            grid.line(from: before, to: (scale.column(ofStep: Int(series.steps[begin]), columns: grid.width), y), curve.style)
        }
    }

    private func drawMarkers(in canvas: inout Canvas, plot: Rect, axis: Axis) {
        for curve in beneath + curves where curve.hasMarkers {
            let bounds = (curve.scale ?? scale).bounds(columns: plot.columns)
            var begin = curve.series.index(ofStep: bounds[0])
            // Markers closer than three columns would be a smear.
            guard curve.series.index(ofStep: bounds[plot.columns]) - begin <= plot.columns / 3 else { continue }
            for column in 0..<plot.columns {
                let end = curve.series.index(ofStep: bounds[column + 1])
                defer { begin = end }
                guard end > begin, let dot = height(curve.series.values[end - 1], axis, plot.rows * 4) else { continue }
                canvas.put("●", plot.column + column, plot.row + dot / 4, curve.style)
            }
        }
    }

    private func drawCrosshair(in canvas: inout Canvas, plot: Rect) {
        guard let crosshair, scale.steps.contains(crosshair) else { return }
        let column = plot.column + scale.column(ofStep: crosshair, columns: plot.columns)
        for row in plot.row..<plot.endRow where canvas.frame[column, row].character == " " {
            canvas.put("│", column, row, canvas.theme.accent)
        }
        canvas.put("▲", column, plot.endRow, canvas.theme.accent)
    }
}
