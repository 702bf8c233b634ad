/// The last line: a message while there is one, else the keys that work here.
func drawFooter(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    let theme = canvas.theme
    if let toast = state.toast {
        let style =
            switch toast.severity {
            case .information: theme.accent
            case .warning: theme.warning
            case .error: theme.bad
            }
        canvas.text(" \(toast.text)", in: rect, style)
        return
    }
    let isRunning = state.isLive && !state.run.isOver
    let entries = CommandTable.entries.filter {
        $0.label != nil && $0.works(on: state.screen) && (isRunning || !$0.needsTraining)
    }
    // Help and quit stay, whatever has no room.
    let always: Set<Action> = [.help, .quit]
    let last = entries.filter { always.contains($0.action) }
    var room = rect.columns - 1 - last.map(width).reduce(0, +)
    var shown: [CommandEntry] = []
    for entry in entries where !always.contains(entry.action) {
        guard width(entry) <= room else { break }
        shown.append(entry)
        room -= width(entry)
    }
    let spans = (shown + last).flatMap { entry in
        [Span(" \(entry.keyText)", theme.key), Span(" \(entry.label ?? "") ", theme.faint)]
    }
    canvas.spans(spans, in: rect)
}

private func width(_ entry: CommandEntry) -> Int {
    entry.keyText.count + (entry.label?.count ?? 0) + 3
}
