/// One row a command: its keys, where it works, what it does. Dispatch, the footer and the help are read from here.
struct CommandEntry: Sendable {
    let action: Action
    let keys: [Key]
    /// What the footer and the help call the keys.
    let keyText: String
    /// Two words at most, for the footer; `nil` keeps it out of there.
    let label: String?
    let help: String
    /// Where it works; everywhere where it is empty.
    let screens: Set<Screen>
    /// Whether it needs a training that runs.
    let needsTraining: Bool

    init(
        _ action: Action, _ keys: [Key], _ keyText: String, label: String? = nil, help: String, on screens: Set<Screen> = [],
        needsTraining: Bool = false
    ) {
        self.action = action
        self.keys = keys
        self.keyText = keyText
        self.label = label
        self.help = help
        self.screens = screens
        self.needsTraining = needsTraining
    }

    func works(on screen: Screen) -> Bool { screens.isEmpty || screens.contains(screen) }
}

enum CommandTable {
    static let entries: [CommandEntry] =
        Screen.allCases.map { screen in
            CommandEntry(
                .show(screen), [.character(Character("\(screen.rawValue + 1)"))], "\(screen.rawValue + 1)",
                help: "show \(screen.title)")
        } + [
            CommandEntry(.pause, [.character(" ")], "Space", label: "pause", help: "pause and go on", needsTraining: true),
            CommandEntry(.oneStep, [.character(".")], ".", label: "step", help: "take one step, then pause", needsTraining: true),
            CommandEntry(
                .nextControl, [.tab, .backTab, .down, .up, .character("j"), .character("k")], "Tab", label: "control",
                help: "choose the next setting", on: [.train]),
            CommandEntry(
                .nudge(up: true), [.character("+"), .character("="), .right, .character("l")], "+", label: "more",
                help: "raise the chosen setting", on: [.train], needsTraining: true),
            CommandEntry(
                .nudge(up: false), [.character("-"), .left, .character("h")], "-", label: "less",
                help: "lower the chosen setting", on: [.train], needsTraining: true),
            CommandEntry(
                .typeValue, [.enter], "Enter", label: "type", help: "type an exact value for the chosen setting", on: [.train],
                needsTraining: true),
            CommandEntry(.undo, [.character("u")], "u", label: "undo", help: "take the last edit back", needsTraining: true),
            CommandEntry(
                .move(.by(1)), [.down, .right, .character("j"), .character("l"), .character("n")], "↓", label: "next",
                help: "next pair, next layer", on: [.network, .pairs]),
            CommandEntry(
                .move(.by(-1)), [.up, .left, .character("k"), .character("h"), .character("p")], "↑", label: "previous",
                help: "previous pair, previous layer", on: [.network, .pairs]),
            CommandEntry(.move(.page(1)), [.pageDown], "PgDn", help: "a page down, ten pairs on", on: [.network, .pairs]),
            CommandEntry(.move(.page(-1)), [.pageUp], "PgUp", help: "a page up, ten pairs back", on: [.network, .pairs]),
            CommandEntry(.move(.first), [.home, .character("g")], "g", help: "first", on: [.network, .pairs]),
            CommandEntry(.move(.last), [.end, .character("G")], "G", help: "last", on: [.network, .pairs]),
            CommandEntry(
                .toggleWrong, [.character("x")], "x", label: "only wrong", help: "list only wrongly judged pairs, or all",
                on: [.pairs]),
            CommandEntry(
                .cycleOrder, [.character("o")], "o", label: "order",
                help: "order: as drawn, hardest first, nearest to the threshold", on: [.pairs]),
            CommandEntry(.evaluate, [.character("e")], "e", label: "evaluate", help: "evaluate now", needsTraining: true),
            CommandEntry(.save, [.character("w")], "w", label: "save", help: "save a checkpoint", needsTraining: true),
            CommandEntry(.previousScreen, [.character("[")], "[", help: "the screen before"),
            CommandEntry(.nextScreen, [.character("]")], "]", help: "the next screen"),
            CommandEntry(.help, [.character("?"), .function(1)], "?", label: "help", help: "this help"),
            CommandEntry(.quit, [.character("q"), .control("c")], "q", label: "quit", help: "leave"),
            CommandEntry(.suspend, [.control("z")], "Ctrl-Z", help: "suspend; fg comes back"),
            CommandEntry(.repaint, [.control("l")], "Ctrl-L", help: "paint the screen anew"),
        ]

    /// The command of a key on a screen.
    static func entry(for key: Key, on screen: Screen) -> CommandEntry? {
        entries.first { $0.keys.contains(key) && $0.works(on: screen) }
    }

    /// Why a key does nothing here: where it would work.
    static func explanation(for key: Key, on screen: Screen) -> String? {
        guard let elsewhere = entries.first(where: { $0.keys.contains(key) }) else { return nil }
        let places = elsewhere.screens.sorted { $0.rawValue < $1.rawValue }.map(\.title).joined(separator: " and ")
        return "\(elsewhere.keyText) (\(elsewhere.help)) works on \(places)"
    }
}
