/// The last line: the keys that work here, the most particular first, as many as fit.
enum Footer {
    static func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let hints: [(String, String)]
        switch state.overlay {
        case .help: hints = [("↑↓", "scroll"), ("any other key", "closes")]
        case .quit: hints = [("s", "save and stop"), ("x", "stop"), ("k", "keep training"), ("c", "cancel")]
        case .entry(let entry):
            hints =
                [("Enter", "apply"), ("Esc", "leave"), ("^U", "clear")] + (entry.purpose == .command ? [("Tab", "complete")] : [])
        case nil: hints = commands(state)
        }
        var used = 1
        for (key, label) in hints {
            guard used + key.count + label.count + 1 < rect.columns else { continue }
            used += canvas.text(key, in: rect, offset: used, canvas.theme.key)
            used += canvas.text(" \(label)", in: rect, offset: used, canvas.theme.faint) + 2
        }
    }

    private static func commands(_ state: DashboardState) -> [(String, String)] {
        let working = CommandTable.all.filter {
            !$0.label.isEmpty && $0.works(in: state) && canDo($0, state)
                && !(screenHasOnePanel(state) && $0.action == .moveFocus(1))
                && ($0.screen != nil || !isSettingEntry($0) || state.screen == .train)
        }
        // How to leave and how to learn more are always there.
        let fixed: [CommandEntry] = ["help", "quit"].compactMap(CommandTable.entry(named:))
        var hints: [(String, String)] = []
        for entry in fixed + working where !hints.contains(where: { $0.1 == entry.label }) {
            // Without UTF-8 an arrow would read as < or >, which are keys of their own.
            let named = entry.keys.first { state.capabilities.unicode || $0.name.allSatisfy { $0.isASCII } }
            guard let key = named, entry.isFirst(for: key, in: state) else { continue }
            hints.append((key.name, entry.label))
        }
        return hints
    }

    /// Nudging and typing under Controls steer the run, but for the threshold.
    private static func canDo(_ entry: CommandEntry, _ state: DashboardState) -> Bool {
        switch entry.action {
        case .nudge, .typeControl: state.canCommand || state.selectedControl == .threshold
        default: state.canCommand || !entry.isSteering
        }
    }

    private static func screenHasOnePanel(_ state: DashboardState) -> Bool { state.screen.panels.count == 1 }

    private static func isSettingEntry(_ entry: CommandEntry) -> Bool {
        if case .typeSetting = entry.action { true } else { false }
    }
}

extension CommandEntry {
    fileprivate func isFirst(for key: Key, in state: DashboardState) -> Bool {
        CommandTable.entry(for: key, in: state)?.name == name
    }
}
