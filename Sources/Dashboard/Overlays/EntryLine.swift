import Networks
import Training

/// The line that is being typed, with what it would do, or why it was not taken.
enum EntryLine {
    static func draw(_ entry: Entry, _ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let prompt = prompt(entry)
        var used = 1 + canvas.text(prompt, in: rect, offset: 1, canvas.theme.accent)
        // The end of a long text is what is being typed.
        let text = String(entry.text.suffix(max(0, rect.columns - used - 2)))
        used += canvas.text(text, in: rect, offset: used, canvas.theme.strong)
        canvas.showCursor(rect.column + used, rect.row)
        let room = rect.splitLeft(used + 3).rest
        if let problem = entry.problem {
            if problem.count <= room.columns {
                canvas.text(problem, in: room, canvas.theme.bad)
            } else {
                let above = Rect(column: rect.column, row: rect.row - 1, columns: rect.columns, rows: 1)
                canvas.sentence(problem, endingIn: above, canvas.theme.bad)
            }
        } else {
            canvas.text(hint(entry, state, columns: room.columns), in: room, canvas.theme.faint)
        }
    }

    private static func prompt(_ entry: Entry) -> String {
        switch entry.purpose {
        case .setting(let setting): "\(setting.title) = "
        case .comparedFile: "image file = "
        case .threshold: "threshold = "
        case .command: ":"
        case .filter: "/"
        }
    }

    private static func hint(_ entry: Entry, _ state: DashboardState, columns: Int) -> String {
        switch entry.purpose {
        case .setting(let setting): return preview(setting, entry.text, state, columns: columns)
        case .filter(.pairs): return "\(counted("pair", state.listedPairs.count)) of a class or file"
        case .filter(.log): return counted("line", state.shownLog.count)
        case .filter(.runs): return "\(counted("run", state.runs.listed.count)) of a name, data or network"
        case .filter: return "only classes with this text stand out"
        case .threshold:
            let now = state.threshold.map { "now \(state.thresholdText($0))" } ?? ""
            guard let value = DashboardState.threshold(entry.text), let verification = state.verification else { return now }
            return "\(now) → \(NumberText.short(value)): accuracy \(NumberText.percent(verification.accuracy(at: value)))"
        case .comparedFile: return "to compare with the left image; empty puts the pair back"
        case .command:
            if case .success(let line) = TypedCommand.parse(entry.text) {
                return line.change.map { preview($0, state, columns: columns) } ?? line.entry.summary
            }
            return TypedCommand.completions(entry.text).prefix(8).joined(separator: "  ")
        }
    }

    private static func counted(_ thing: String, _ count: Int) -> String { "\(count) \(Sentence.noun(thing, count: count))" }

    /// What a value would change, before it is applied.
    private static func preview(_ setting: Setting, _ text: String, _ state: DashboardState, columns: Int) -> String {
        guard case .success(let value) = setting.parse(text) else {
            guard let now = state.settings[setting] else { return "" }
            let (low, high) = (setting.text(setting.range.lowerBound), setting.text(setting.range.upperBound))
            return "now \(setting.text(now)); from \(low) to \(high)"
        }
        return preview(.set(setting, value), state, columns: columns)
    }

    /// Where both have no room, what it means is worth more than what is typed beside it.
    private static func preview(_ command: Command, _ state: DashboardState, columns: Int) -> String {
        guard let preview = ProposalPreview(command, state) else { return "" }
        guard let meaning = preview.meaning else { return preview.change }
        let whole = "\(preview.change)  \(meaning)"
        return whole.count <= columns || command.control != .schedule ? whole : meaning
    }
}
