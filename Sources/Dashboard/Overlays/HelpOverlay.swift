/// All keys, those of the screen at hand first.
enum HelpText {
    struct Line: Hashable {
        var keys = ""
        let text: String
        var isTitle = false
    }

    static func lines(for screen: Screen) -> [Line] {
        let others = Screen.allCases.filter { $0 != screen }
        return section(screen.title, on: screen) + section("Everywhere", on: nil)
            + others.flatMap { section($0.title, on: $0) }
            + [Line(text: "On the command line", isTitle: true)]
            + CommandTable.all.filter { $0.argument != .none }.map {
                Line(keys: ":\($0.name) " + $0.argument.placeholder, text: $0.summary)
            }
    }

    private static func section(_ title: String, on screen: Screen?) -> [Line] {
        let entries = CommandTable.all.filter { $0.screen == screen && !$0.keys.isEmpty }
        guard !entries.isEmpty else { return [] }
        return [Line(text: title, isTitle: true)]
            + entries.map { Line(keys: $0.keys.map(\.name).joined(separator: " "), text: $0.summary) } + [Line(text: "")]
    }
}

enum HelpOverlay {
    private static let keyColumns = 18

    static func draw(_ state: DashboardState, offset: Int, in canvas: inout Canvas, rect: Rect) {
        let lines = HelpText.lines(for: state.screen)
        let box = rect.centered(columns: min(76, rect.columns), rows: rect.rows)
        canvas.fill(box)
        let inside = canvas.panel(
            "Keys", in: box, note: "\(min(lines.count, offset + 1))-\(min(lines.count, offset + box.rows - 2)) of \(lines.count)",
            isFocused: true)
        for (row, line) in lines.dropFirst(offset).prefix(inside.rows).enumerated() {
            if line.isTitle {
                canvas.text(line.text, in: inside, row: row, offset: 1, canvas.theme.strong)
            } else {
                canvas.text(
                    line.keys, in: inside, row: row, offset: 1 + max(0, keyColumns - line.keys.count), canvas.theme.accent)
                canvas.text(line.text, in: inside, row: row, offset: max(keyColumns, line.keys.count) + 3)
            }
        }
    }
}

extension CommandEntry.Argument {
    fileprivate var placeholder: String {
        switch self {
        case .none: ""
        case .number: "NUMBER"
        case .screen: "SCREEN"
        case .word: "NAME"
        }
    }
}
