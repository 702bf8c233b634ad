import Training

/// What is wrong with the run, and what to do: as many lines as it takes above the curves, none where nothing is wrong.
///
/// Where room is short, the evidence gives way to the advice, and a command that does not fit is in the log instead: half of it would be
/// another command.
struct VerdictStrip {
    private let lines: [[Span]]

    private static let mostRows = 5

    init(_ state: DashboardState, columns: Int, theme: Theme) {
        guard let verdict = state.verdict, verdict.kind.isTrouble else {
            lines = []
            return
        }
        let style = verdict.kind.style(theme)
        let told = "\(verdict.kind.title) since step \(NumberText.grouped(verdict.beganAt)): \(verdict.evidence)"
        let width = max(20, columns - 4)
        var evidence = told.wrapped(to: width)
        var advice = (verdict.remedy.map(state.advice) ?? "").wrapped(to: width)
        if advice.count >= Self.mostRows { advice = ["what to do is in 7 Log"] }
        let room = Self.mostRows - advice.count
        if evidence.count > room {
            let cut = evidence[room - 1]
            evidence = evidence.prefix(room - 1) + [cut.prefix(width - 1) + "…"]
        }
        lines =
            evidence.enumerated().map { row, text in
                [Span(row == 0 ? "\(verdict.kind.sign) " : "  ", style), Span(text, style)]
            }
            + advice.enumerated().map { row, text in [Span((row == 0 ? "→ " : "  ") + text, theme.accent)] }
    }

    var rows: Int { lines.count }

    func draw(in canvas: inout Canvas, rect: Rect) {
        for (row, line) in lines.enumerated() {
            canvas.spans(
                line, in: Rect(column: rect.column + 1, row: rect.row, columns: rect.columns - 2, rows: rect.rows), row: row)
        }
    }
}

extension DashboardState {
    /// What a remedy comes down to: to type a command here, where the run can be steered from this screen, else to give it in a shell.
    func advice(of remedy: RunVerdict.Remedy) -> String {
        guard !canCommand, let folder, let description else { return remedy.advice }
        let standing: AdvisedRun.Standing = self.standing.isActive ? .training : self.standing == .completed ? .completed : .ended
        return remedy.advice(for: AdvisedRun(folder: folder, dataset: description.dataset.path, standing: standing))
    }
}

extension RunVerdict.Kind {
    /// Differs in shape, not in color alone.
    var sign: String { self == .healthy ? "✓" : !isTrouble ? "○" : isRuin ? "✗" : "!" }

    func style(_ theme: Theme) -> Style {
        self == .healthy ? theme.good : !isTrouble ? theme.faint : isRuin ? theme.bad : theme.warning
    }
}
