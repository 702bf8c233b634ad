import Training

/// How values lie: columns over their span, with its ends below.
struct ValueHistogramChart {
    let title: String
    let histogram: ValueHistogram
    let style: Style

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard rect.rows >= 3, rect.columns >= 12 else { return }
        let (plot, line) = rect.splitTop(rect.rows - 1)
        let tallest = max(1, histogram.counts.max() ?? 1)
        for column in 0..<plot.columns where !histogram.counts.isEmpty {
            let count = histogram.counts[column * histogram.counts.count / plot.columns]
            ColumnBar(share: Double(count) / Double(tallest), isAnything: count > 0, style: style)
                .draw(in: &canvas, column: plot.column + column, bottom: plot.endRow - 1, rows: plot.rows)
        }
        let low = NumberText.brief(histogram.minimum)
        let high = NumberText.brief(histogram.maximum)
        guard line.columns > low.count + high.count + title.count + 2 else {
            canvas.text(title, in: line, canvas.theme.strong)
            let largest = NumberText.brief(max(abs(histogram.minimum), abs(histogram.maximum)))
            canvas.text("±\(largest)", in: line, canvas.theme.faint, align: .right)
            return
        }
        canvas.text(low, in: line, canvas.theme.faint)
        canvas.text(title, in: line, canvas.theme.strong, align: .center)
        canvas.text(high, in: line, canvas.theme.faint, align: .right)
    }
}

/// A column that rises from the bottom, exact to an eighth of a cell.
struct ColumnBar {
    let share: Double
    /// Draws at least the least there is.
    let isAnything: Bool
    let style: Style

    private static let eighths: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    func draw(in canvas: inout Canvas, column: Int, bottom: Int, rows: Int) {
        guard isAnything, share.isFinite else { return }
        let filled = max(1, Int((min(1, max(0, share)) * Double(rows * 8)).rounded()))
        for cell in 0..<rows {
            let part = filled - 8 * cell
            guard part > 0 else { return }
            canvas.put(Self.eighths[min(8, part) - 1], column, bottom - cell, style)
        }
    }
}
