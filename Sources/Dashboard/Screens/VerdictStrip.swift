import Training

/// What is wrong with the run, and what to do: as many lines as it takes above the curves, none where nothing is wrong.
struct VerdictStrip {
    private let lines: [[Span]]

    private static let mostRows = 5

    init(_ verdict: RunVerdict?, columns: Int, theme: Theme) {
        guard let verdict, verdict.kind.isTrouble else {
            lines = []
            return
        }
        let style = verdict.kind.style(theme)
        let told = "\(verdict.kind.title) since step \(NumberText.grouped(verdict.step)): \(verdict.evidence)"
        let sentence = told.wrapped(to: max(20, columns - 4)).enumerated().map { row, text in
            [Span(row == 0 ? "\(verdict.kind.sign) " : "  ", style), Span(text, style)]
        }
        let advice = (verdict.remedy?.advice ?? "").wrapped(to: max(20, columns - 4)).enumerated().map { row, text in
            [Span((row == 0 ? "→ " : "  ") + text, theme.accent)]
        }
        lines = Array((sentence + advice).prefix(Self.mostRows))
    }

    var rows: Int { lines.count }

    func draw(in canvas: inout Canvas, rect: Rect) {
        for (row, line) in lines.enumerated() {
            canvas.spans(
                line, in: Rect(column: rect.column + 1, row: rect.row, columns: rect.columns - 2, rows: rect.rows), row: row)
        }
    }
}

extension RunVerdict.Kind {
    /// Differs in shape, not in color alone.
    var sign: String { self == .healthy ? "✓" : self == .early ? "○" : isRuin ? "✗" : "!" }

    func style(_ theme: Theme) -> Style {
        self == .healthy ? theme.good : self == .early ? theme.faint : isRuin ? theme.bad : theme.warning
    }
}
