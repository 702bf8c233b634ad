import Training

/// The line about what waits to be applied.
enum ProposalLine {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let shown = state.proposal(for: state.selectedControl) ?? state.proposals.last
        guard let preview = shown.flatMap({ ProposalPreview($0, state) }) else { return }
        // A schedule's course is worth more than the name of the one before it.
        let isShort = rect.columns < "\(preview.title) \(preview.change)  \(preview.meaning ?? "")".count
        let name = isShort && shown?.control == .schedule ? "→ \(shown?.valueText ?? "")" : "\(preview.title) \(preview.change)"
        var spans = [Span(name, canvas.theme.edit)]
        if state.screen != .train {
            spans.append(Span("  waits on Train (\(Screen.train.digit)): Enter applies it there", canvas.theme.faint))
        } else if let meaning = preview.meaning {
            spans.append(Span("  \(meaning)", canvas.theme.faint))
        }
        let others = state.proposals.count - 1
        if others > 0 { spans.append(Span("  and \(others) more", canvas.theme.edit)) }
        canvas.spans(spans, in: rect, offset: 1)
    }
}
