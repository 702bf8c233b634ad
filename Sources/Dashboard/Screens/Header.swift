import Training

/// Two lines above every screen: where one is, and how the run stands.
func drawHeader(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let theme = canvas.theme
    var tabs: [Span] = [Span(" twinscope ", theme.accent)]
    for screen in Screen.allCases {
        tabs.append(Span(" \(screen.rawValue + 1) \(screen.title) ", screen == state.screen ? theme.activeTab : theme.tab))
    }
    let used = canvas.spans(tabs, in: rect)
    let name = state.run.description?.name ?? ""
    if rect.columns - used > 12 {
        canvas.text(name.fitted(to: rect.columns - used - 2), in: rect.inset(columns: 1), theme.faint, align: .right)
    }
    canvas.spans(statusLine(state.run, theme, columns: rect.columns), in: rect, row: 1)
}

private func statusLine(_ run: RunView, _ theme: Theme, columns: Int) -> [Span] {
    var spans = [Span(" \(run.state.mark) \(run.state.word)", run.state.style(theme))]
    func add(_ name: String, _ value: String) {
        spans.append(Span("  \(name) ", theme.faint))
        spans.append(Span(value))
    }
    add("epoch", run.totalEpochs.map { "\(run.epoch)/\($0)" } ?? "\(run.epoch)")
    let total = run.description?.totalSteps.map { "/" + NumberText.grouped($0) } ?? ""
    add("step", NumberText.grouped(run.step) + (columns >= 90 ? total : ""))
    add("pairs/s", NumberText.rate(run.pairsPerSecond))
    add(columns >= 76 ? "elapsed" : "t", NumberText.time(run.elapsed))
    if let left = run.secondsLeft, !run.isOver { add("left", NumberText.time(left)) }
    return spans
}

extension RunState {
    var word: String {
        switch self {
        case .preparing: "preparing"
        case .training: "training"
        case .evaluating: "evaluating"
        case .paused: "paused"
        case .stopping: "saving"
        case .finished: "finished"
        case .failed: "failed"
        }
    }

    /// Differs in shape, not in colour alone.
    fileprivate var mark: Character {
        switch self {
        case .preparing: "○"
        case .training: "▶"
        case .evaluating: "◆"
        case .paused: "="
        case .stopping: "▼"
        case .finished: "✓"
        case .failed: "✗"
        }
    }

    fileprivate func style(_ theme: Theme) -> Style {
        switch self {
        case .preparing, .stopping: theme.warning
        case .training, .finished: theme.good
        case .evaluating: theme.accent
        case .paused: theme.warning
        case .failed: theme.bad
        }
    }
}
