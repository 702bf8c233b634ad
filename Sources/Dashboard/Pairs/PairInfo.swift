import MetricLearning
import Training

/// What is known of two images beside one another: distance against threshold and margin, truth and verdict, and how the distance
/// moved over the training.
struct PairInfo {
    var left: PairDescription.Side
    var right: PairDescription.Side
    /// `nil` where nobody has said.
    var same: Bool?
    var distance: Float?
    var threshold: Float?
    var margin: Float?
    /// The largest distance that the scale must hold besides.
    var largest: Float?
    /// Distances at earlier evaluations.
    var history: [Float] = []

    static let rows = 5

    func draw(in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        canvas.spans(words(theme), in: rect, offset: 1)
        drawScale(in: &canvas, rect: rect.splitTop(1).rest.inset(columns: 1))
        drawHistory(in: &canvas, rect: rect.splitTop(4).rest.inset(columns: 1))
    }

    private func words(_ theme: Theme) -> [Span] {
        func word(_ isSame: Bool) -> Span { Span(isSame ? "same" : "different", isSame ? theme.genuine : theme.impostor) }
        var spans = [Span("distance ", theme.faint), Span(distance.map { NumberText.short($0) } ?? "-", theme.strong)]
        if let same { spans += [Span("   truth ", theme.faint), word(same)] }
        guard let distance, let threshold else { return spans }
        let isAccepted = AcceptanceRule.accepts(distance, at: threshold)
        spans += [Span("   verdict ", theme.faint), word(isAccepted)]
        if let same {
            spans.append(isAccepted == same ? Span("  ✓ right", theme.good) : Span("  ✗ wrong", theme.bad))
        }
        return spans
    }

    private func style(_ theme: Theme) -> Style { same.map { $0 ? theme.genuine : theme.impostor } ?? theme.accent }

    /// The distance as a bar, with the threshold and the margin on it and named below.
    private func drawScale(in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        let values = [distance, threshold, margin, largest].compactMap { $0 }.filter(\.isFinite)
        // A learned comparison has distances below zero.
        let least = min(values.min() ?? 0, 0)
        guard rect.columns > 10, let highest = values.max(), highest > least else { return }
        let axis = Axis(low: Double(least), high: Double(least) + Double(highest - least) * 1.05)
        func column(_ value: Float) -> Int {
            max(0, min(rect.columns - 1, Int(axis.share(Double(value)) * Double(rect.columns))))
        }
        Bar.draw(
            share: distance.map { axis.share(Double($0)) } ?? 0, in: &canvas, rect: rect.splitTop(1).top, style: style(theme))
        var used = -1
        for (value, name, style) in [(threshold, "threshold", theme.strong), (margin, "margin", theme.edit)] {
            guard let value, value.isFinite else { continue }
            let place = column(value)
            canvas.put("┃", rect.column + place, rect.row, style)
            canvas.put("▲", rect.column + place, rect.row + 1, style)
            let text = "\(name) \(NumberText.short(value))"
            let start = max(used + 1, min(place - text.count / 2, rect.columns - text.count))
            used = start + canvas.text(text, in: rect, row: 2, offset: max(0, start), style)
        }
    }

    private func drawHistory(in canvas: inout Canvas, rect: Rect) {
        guard history.count >= 2, let first = history.first, let last = history.last else { return }
        let used = canvas.text("over the training \(NumberText.short(first)) ", in: rect, canvas.theme.faint)
        let line = Sparkline.text(history, columns: max(4, rect.columns - used - 8), capabilities: canvas.capabilities)
        let drawn = canvas.text(line, in: rect, offset: used, style(canvas.theme))
        canvas.text(" \(NumberText.short(last))", in: rect, offset: used + drawn, canvas.theme.strong)
    }
}

extension String {
    /// The last two parts of a path.
    var lastComponents: String { split(separator: "/").suffix(2).joined(separator: "/") }
}
