import Runs
import Training

/// The runs of the folder: how each stands, what it is trained on, and how good it became; and all about the chosen one.
struct RunsScreen {
    let state: DashboardState
    private let listed: [RunRow]
    private let place: Int?

    init(_ state: DashboardState) {
        self.state = state
        listed = state.runs.listed
        place = state.runs.place(in: listed)
    }

    func draw(in canvas: inout Canvas, rect: Rect) {
        let showsDetail = rect.rows >= 16 && !state.isEnlarged
        let detail = place.map { RunDetail(row: listed[$0], columns: rect.columns) }
        let detailRows = showsDetail ? min(rect.rows - 8, detail?.rows ?? 0) : 0
        let (top, bottom) = rect.splitTop(rect.rows - detailRows)
        var note = state.runs.order == .newest ? "\(listed.count)" : state.runs.order.rawValue
        if !state.runs.text.isEmpty { note += " · /\(state.runs.text)" }
        let inside = canvas.panel("Runs", in: top, note: note, isFocused: true)
        guard let place else {
            let text =
                state.runs.rows == nil
                ? "reading the folder"
                : state.runs.text.isEmpty
                    ? "no runs here yet; twinscope train begins one" : "no run matches \"\(state.runs.text)\"; Esc shows all"
            canvas.text(text, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        drawList(chosen: place, in: &canvas, rect: inside)
        if detailRows > 0 { detail?.draw(in: &canvas, rect: bottom) }
    }

    private struct Column {
        let title: String
        let width: Int
        var isNumber = false
        /// Where it is another one than that of plain text.
        var style: (RunRow, Theme) -> Style = { _, _ in .plain }
        let text: (RunRow) -> String

        /// A figure of the best evaluation, which is faint where training has not made it.
        static func best(_ title: String, width: Int, _ text: @escaping (EvaluationMetrics) -> String) -> Column {
            Column(
                title: title, width: width, isNumber: true, style: { $0.isBestUntrained ? $1.faint : .plain },
                text: { $0.best.map(text) ?? "-" })
        }
    }

    /// The most telling ones, as many as fit beside the name.
    private func columns(width: Int) -> [Column] {
        let all = [
            Column(title: "state", width: 12, style: { $0.style($1) }, text: { $0.standing.word }),
            Column(
                title: "verdict", width: 18, style: { run, theme in run.verdict?.kind.style(theme) ?? .plain },
                text: { $0.verdict?.kind.brief ?? "-" }),
            // Figures of a network before its first step say nothing about the training.
            Column(
                title: "AUC", width: 10, isNumber: true, style: { $0.isBestUntrained ? $1.warning : .plain },
                text: { run in
                    run.isBestUntrained
                        ? run.description.wordBeforeTraining : run.best.map { NumberText.short($0.areaUnderROC) } ?? "-"
                }),
            .best("accuracy", width: 9) { NumberText.percent($0.accuracy) },
            Column(title: "steps", width: 9, isNumber: true) { NumberText.grouped($0.step) },
            Column(title: "time", width: 8, isNumber: true) { NumberText.time($0.elapsed) },
            Column(title: "data", width: 16) { $0.dataset },
            Column(title: "network", width: 10) { $0.description.network.name },
            .best("EER", width: 9) { NumberText.percent($0.equalErrorRate) },
            Column(title: "loss", width: 22) { $0.description.options.loss.name },
            Column(title: "begun", width: 16) { String($0.description.startedAt.prefix(16)).replacing("T", with: " ") },
        ]
        var used = nameColumns(width) + 4
        return all.filter { column in
            guard used + column.width + 1 <= width else { return false }
            used += column.width + 1
            return true
        }
    }

    private func nameColumns(_ width: Int) -> Int {
        let longest = listed.map(\.name.count).max() ?? 0
        return max(12, min(longest, width / 3))
    }

    private func drawList(chosen: Int, in canvas: inout Canvas, rect: Rect) {
        let columns = columns(width: rect.columns)
        let name = nameColumns(rect.columns)
        let theme = canvas.theme
        var offset = name + 4
        canvas.text("run", in: rect, offset: 3, theme.faint)
        for column in columns {
            let area = Rect(column: rect.column + offset, row: rect.row, columns: column.width, rows: 1)
            canvas.text(column.title, in: area, theme.faint, align: column.isNumber ? .right : .left)
            offset += column.width + 1
        }
        let (body, last) = rect.splitTop(1).rest.splitTop(rect.rows - 1 - min(1, state.runs.unreadable.count))
        for (row, index) in ListWindow(selected: chosen, count: listed.count, rows: body.rows).range.enumerated() {
            let run = listed[index]
            let isChosen = index == chosen
            canvas.onClick(Rect(column: body.column, row: body.row + row, columns: body.columns, rows: 1), .line(.runs, index))
            let base = isChosen ? theme.selected : .plain
            if isChosen { canvas.fill(body.splitTop(row).rest.splitTop(1).top, " ", base) }
            let (mark, style) = mark(of: run, theme)
            canvas.text(mark, in: body, row: row, offset: 1, isChosen ? base : style)
            let area = Rect(column: body.column + 3, row: body.row + row, columns: name, rows: 1)
            canvas.text(run.name, in: area, isChosen ? base : run.folder == state.folder ? theme.strong : .plain)
            var offset = name + 4
            for column in columns {
                let area = Rect(column: body.column + offset, row: body.row + row, columns: column.width, rows: 1)
                canvas.text(
                    column.text(run), in: area, isChosen ? base : column.style(run, theme),
                    align: column.isNumber ? .right : .left)
                offset += column.width + 1
            }
        }
        if let first = state.runs.unreadable.first {
            let more = state.runs.unreadable.count > 1 ? " (and \(state.runs.unreadable.count - 1) more)" : ""
            canvas.text(first + more, in: last, offset: 1, theme.warning)
        }
    }

    /// What is on the Train screen: the run itself, and those whose curves lie over it.
    private func mark(of run: RunRow, _ theme: Theme) -> (String, Style) {
        if run.folder == state.folder { return ("▸", theme.accent) }
        if let place = state.compared.firstIndex(where: { $0.folder == run.folder }) { return ("●", theme.compared(place)) }
        return (" ", .plain)
    }
}

/// Everything about one run, as many rows as it takes.
struct RunDetail {
    private let row: RunRow
    private var lines: [(name: String, text: String)] = []

    private static let nameColumns = 10

    init(row: RunRow, columns: Int) {
        self.row = row
        let width = columns - Self.nameColumns - 3
        for (name, text) in facts {
            for (index, line) in text.wrapped(to: width).enumerated() { lines.append((index == 0 ? name : "", line)) }
        }
    }

    /// With the frame.
    var rows: Int { lines.count + 2 }

    func draw(in canvas: inout Canvas, rect: Rect) {
        let inside = canvas.panel(row.name, in: rect, note: row.standing.word)
        for (index, line) in lines.enumerated() {
            canvas.text(line.name.leftPadded(to: Self.nameColumns - 1), in: inside, row: index, canvas.theme.faint)
            canvas.text(line.text, in: inside, row: index, offset: Self.nameColumns + 1)
        }
    }

    private var facts: [(String, String)] {
        let description = row.description
        let data = description.dataset
        let options = description.options
        return [
            ("data", "\(data.path), \(NumberText.grouped(data.images)) images; \(data.split)"),
            (
                "network",
                "\(description.network.name) on \(description.network.input), \(options.loss.name) loss, \(options.optimizer.name), "
                    + "learning rate \(NumberText.setting(Double(options.learningRate))), \(options.batchPairs) pairs a batch, "
                    + "seed \(options.seed)"
            ),
            ("came to", progress),
            ("verdict", verdict),
            ("best", best),
            ("folder", row.folder + (row.canResume ? "; R resumes it" : "")),
            ("screen", row.unattendedProcess.map { "gone; \(UnattendedRun.remedy(process: $0))" } ?? ""),
        ]
    }

    private var progress: String {
        let total = row.description.totalSteps.map { " of \(NumberText.grouped($0))" } ?? ""
        return "step \(NumberText.grouped(row.step))\(total) in \(NumberText.time(row.elapsed))"
            + (row.message.map { "; \($0)" } ?? "")
    }

    private var verdict: String {
        guard let verdict = row.verdict else { return "none was told" }
        return "\(verdict.kind.title) since step \(NumberText.grouped(verdict.beganAt)): \(verdict.evidence)"
    }

    private var best: String {
        guard let best = row.best else { return "not evaluated yet" }
        let network = row.isBestUntrained ? ", of the \(row.description.wordBeforeTraining) network" : ""
        return
            "at step \(NumberText.grouped(best.step))\(network): accuracy \(NumberText.percent(best.accuracy)), equal error rate "
            + "\(NumberText.percent(best.equalErrorRate)), area under ROC \(NumberText.short(best.areaUnderROC))"
            + (best.testAccuracy.map { ", test accuracy \(NumberText.percent($0))" } ?? "")
    }
}

extension RunVerdict.Kind {
    /// For a narrow column.
    fileprivate var brief: String {
        switch self {
        case .early: "-"
        case .exhausted: "exhausted"
        default: "\(sign) \(title)"
        }
    }
}

extension RunRow {
    /// A run that goes wrong is not green, however busily it trains.
    fileprivate func style(_ theme: Theme) -> Style {
        guard standing == .training, let verdict = verdict?.kind, verdict.isTrouble else { return standing.style(theme) }
        return verdict.style(theme)
    }
}

extension RunStanding {
    /// Begins with a sign, which differs in shape and not in color alone.
    fileprivate var word: String { "\(sign) \(title)" }

    func style(_ theme: Theme) -> Style {
        switch self {
        case .preparing: theme.accent
        case .training: theme.good
        case .paused, .waiting, .ending: theme.warning
        case .stopped, .completed: theme.faint
        case .failed, .interrupted: theme.bad
        }
    }
}
