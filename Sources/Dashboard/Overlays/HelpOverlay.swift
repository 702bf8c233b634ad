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

    /// The lines with long ones broken, as a window of some columns shows them.
    static func lines(for screen: Screen, columns: Int) -> [Line] {
        lines(for: screen).flatMap { line -> [Line] in
            guard !line.isTitle, !line.text.isEmpty else { return [line] }
            let room = HelpOverlay.boxColumns(columns) - 3 - HelpOverlay.textOffset(line)
            return line.text.wrapped(to: room).enumerated().map { Line(keys: $0 == 0 ? line.keys : "", text: $1) }
        }
    }

    private static func section(_ title: String, on screen: Screen?) -> [Line] {
        let entries = CommandTable.all.filter { $0.screen == screen && !$0.keys.isEmpty }
        guard !entries.isEmpty else { return [] }
        // Keys that depend on the focus stand under the panels that give them their meaning.
        var groups: [(title: String, entries: [CommandEntry])] = [(title, [])]
        for entry in entries {
            let group = title + (entry.focusText.map { ", \($0)" } ?? "")
            if let place = groups.firstIndex(where: { $0.title == group }) {
                groups[place].entries.append(entry)
            } else {
                groups.append((group, [entry]))
            }
        }
        return groups.filter { !$0.entries.isEmpty }.flatMap { title, entries in
            [Line(text: title, isTitle: true)]
                + entries.map { Line(keys: $0.keys.map(\.name).joined(separator: " "), text: $0.summary) } + [Line(text: "")]
        }
    }
}

enum HelpOverlay {
    /// Of the window: two lines above and two below, and the frame.
    static let rowsBesides = 6
    private static let keyColumns = 18

    static func boxColumns(_ columns: Int) -> Int { min(76, columns) }

    /// Where the text of a line begins, inside the box.
    static func textOffset(_ line: HelpText.Line) -> Int { max(keyColumns, line.keys.count) + 3 }

    static func draw(_ state: DashboardState, offset: Int, in canvas: inout Canvas, rect: Rect) {
        let lines = HelpText.lines(for: state.screen, columns: rect.columns)
        let box = rect.centered(columns: boxColumns(rect.columns), rows: rect.rows)
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
                canvas.text(line.text, in: inside, row: row, offset: textOffset(line))
            }
        }
    }
}

extension CommandEntry {
    /// Which panels must have the focus; `nil` where that does not matter.
    fileprivate var focusText: String? {
        guard case .panels(let screen, let panels) = place, panels.count < screen.panels.count else { return nil }
        return "with " + panels.map(\.title).joined(separator: " or ") + " in focus"
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
