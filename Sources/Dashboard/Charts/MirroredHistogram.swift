/// Genuine distances above a line, impostor distances below it, on one scale, with threshold and margin across both.
struct MirroredHistogram {
    let distances: [Float]
    let same: [Bool]
    let threshold: Float
    /// The margin; after it, the one that is proposed.
    let margins: [Float]

    private static let eighths: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    func draw(in canvas: inout Canvas, rect: Rect) {
        let finite = distances.filter(\.isFinite)
        guard rect.rows >= 8, rect.columns >= 20, let largest = ([threshold] + margins + finite).filter(\.isFinite).max()
        else { return }
        let theme = canvas.theme
        // A learned comparison has distances below zero.
        let least = Double(min(finite.min() ?? 0, threshold.isFinite ? threshold : 0, 0))
        let axis = Axis(low: least, high: least + (Double(largest) - least) * 1.02)
        let plot = rect.inset(columns: 1).splitTop(1).rest.splitTop(rect.rows - 2).top
        let half = (plot.rows - 1) / 2
        let middle = plot.row + half
        // Wide windows do not make more pairs: a few columns share a bin.
        let binColumns = max(1, plot.columns / 60)
        let bins = max(1, plot.columns / binColumns)
        let counts = counts(bins: bins, axis: axis)
        let tallest = max(1, (counts.genuine + counts.impostor).max() ?? 1)
        for column in 0..<bins * binColumns {
            let bin = column / binColumns
            drawBar(
                counts.genuine[bin], of: tallest, up: true, at: plot.column + column, middle, half, theme.genuine, in: &canvas)
            drawBar(
                counts.impostor[bin], of: tallest, up: false, at: plot.column + column, middle, half, theme.impostor, in: &canvas)
        }
        for column in 0..<plot.columns { canvas.put("─", plot.column + column, middle, theme.border) }
        func column(_ value: Float) -> Int {
            Int(min(Double(plot.columns - 1), max(0, axis.share(Double(value)) * Double(plot.columns))))
        }
        for row in 0..<plot.rows {
            for margin in margins where margin.isFinite {
                canvas.put("┊", plot.column + column(margin), plot.row + row, theme.edit)
            }
            if threshold.isFinite { canvas.put("┃", plot.column + column(threshold), plot.row + row, theme.strong) }
        }
        drawLegend(counts: counts, in: &canvas, rect: rect)
        drawTicks(axis, in: &canvas, rect: Rect(column: plot.column, row: plot.endRow, columns: plot.columns, rows: 1))
    }

    private func counts(bins: Int, axis: Axis) -> (genuine: [Int], impostor: [Int]) {
        var genuine = Array(repeating: 0, count: bins)
        var impostor = genuine
        for (distance, same) in zip(distances, same) where distance.isFinite {
            // Clamped before it becomes a whole number: a damaged file's axis may be far from its distances.
            let bin = Int(min(Double(bins - 1), max(0, axis.share(Double(distance)) * Double(bins))))
            if same { genuine[bin] += 1 } else { impostor[bin] += 1 }
        }
        return (genuine, impostor)
    }

    /// Upwards in eighths of a cell; downwards the same eighths from the top, by swapping what is drawn and what is left.
    private func drawBar(
        _ count: Int, of tallest: Int, up: Bool, at column: Int, _ middle: Int, _ half: Int, _ style: Style,
        in canvas: inout Canvas
    ) {
        guard count > 0 else { return }
        let filled = max(1, Int((Double(count) / Double(tallest) * Double(half * 8)).rounded()))
        for cell in 0..<half {
            let part = filled - cell * 8
            guard part > 0 else { break }
            if part >= 8 {
                canvas.put("█", column, up ? middle - 1 - cell : middle + 1 + cell, style)
            } else if up {
                canvas.put(Self.eighths[part - 1], column, middle - 1 - cell, style)
            } else {
                var inverse = style
                inverse.reverse = canvas.capabilities.unicode
                canvas.put(canvas.capabilities.unicode ? Self.eighths[7 - part] : "█", column, middle + 1 + cell, inverse)
            }
        }
    }

    private func drawLegend(counts: (genuine: [Int], impostor: [Int]), in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        let genuine = same.count { $0 }
        func spans(isShort: Bool) -> [Span] {
            var spans = [
                Span("█ genuine ", theme.genuine), Span("\(genuine)\(isShort ? " " : " above   ")", theme.faint),
                Span("█ impostor ", theme.impostor),
                Span("\(same.count - genuine)\(isShort ? " " : " below   ")", theme.faint),
                Span("┃ \(isShort ? "" : "threshold ")\(NumberText.short(threshold))\(isShort ? " " : "   ")", theme.strong),
            ]
            if !margins.isEmpty {
                let values = margins.map { NumberText.short($0) }.joined(separator: "→")
                spans.append(Span("┊ \(isShort ? "" : "margin ")\(values)", theme.edit))
            }
            return spans
        }
        // Where there is no room for the numbers, the figures beside tell them.
        let choices = [spans(isShort: false), spans(isShort: true)]
        let fitting = choices.first { $0.reduce(1) { $0 + $1.text.count } <= rect.columns }
        canvas.spans(
            fitting ?? [Span("█ genuine  ", theme.genuine), Span("█ impostor", theme.impostor)], in: rect, offset: 1)
    }

    private func drawTicks(_ axis: Axis, in canvas: inout Canvas, rect: Rect) {
        let ticks = axis.ticks(atMost: max(2, rect.columns / 12))
        let spacing = ticks.count > 1 ? ticks[1] - ticks[0] : 1
        for tick in ticks {
            let text = NumberText.tick(tick, spacing: spacing)
            let column = Int(axis.share(tick) * Double(rect.columns))
            canvas.text(
                text, in: rect, offset: max(0, min(column - text.count / 2, rect.columns - text.count)),
                canvas.theme.faint)
        }
    }
}
