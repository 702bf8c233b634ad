import Training

/// All commands. Where a key stands in several rows, the first that works in the place at hand is meant.
enum CommandTable {
    static let all = onTrain + onPairs + onDistances + onMap + onOneShot + onLog + onRuns + onNetwork + everywhere + ofSettings

    static func entry(for key: Key, in state: DashboardState) -> CommandEntry? {
        all.first { $0.keys.contains(key) && $0.works(in: state) }
    }

    /// The rows for a key that does something elsewhere, one for a screen.
    static func entriesElsewhere(for key: Key) -> [CommandEntry] {
        all.filter { $0.keys.contains(key) && !$0.isForProposals }.reduce(into: []) { rows, entry in
            if !rows.contains(where: { $0.screen == entry.screen }) { rows.append(entry) }
        }
    }

    static func entry(named name: String) -> CommandEntry? {
        all.first { $0.name == name }
    }

    private static let charts: [Panel] = [.lossChart, .secondChart]

    private static let onTrain: [CommandEntry] =
        [
            CommandEntry(
                name: "apply", keys: [.enter], place: .screen(.train), isSteering: true, isForProposals: true, label: "apply",
                summary: "apply the nudged values, all between the same two steps", action: .applyProposals),
            CommandEntry(
                name: "drop", keys: [.escape], place: .screen(.train), isForProposals: true, label: "drop",
                summary: "drop the nudged values", action: .dropProposals),
            CommandEntry(
                name: "less", keys: [.character("<"), .character(",")], place: .screen(.train),
                summary: "propose the next round value below for the chosen setting; Enter applies it", action: .nudge(-1)),
            CommandEntry(
                name: "more", keys: [.character(">")], place: .screen(.train),
                summary: "propose the next round value above", action: .nudge(1)),
            CommandEntry(
                name: "nudge-down", keys: [.left, .character("h")], place: .panels(.train, [.controls]),
                label: "lower", summary: "propose a lower value for the chosen setting", action: .nudge(-1)),
            CommandEntry(
                name: "nudge-up", keys: [.right, .character("l")], place: .panels(.train, [.controls]),
                label: "raise", summary: "propose a higher value for the chosen setting", action: .nudge(1)),
            CommandEntry(
                name: "type", keys: [.enter], place: .panels(.train, [.controls]), label: "type",
                summary: "type an exact value for the chosen setting", action: .typeControl),
            CommandEntry(
                name: "previous-setting", keys: [.up, .character("k")], place: .panels(.train, [.controls]),
                summary: "choose the setting above", action: .selectControl(-1)),
            CommandEntry(
                name: "next-setting", keys: [.down, .character("j")], place: .panels(.train, [.controls]),
                summary: "choose the setting below", action: .selectControl(1)),
            CommandEntry(
                name: "margin", keys: [.character("m")], isSteering: true, label: "margin",
                summary: "type an exact margin", argument: .number, action: .typeSetting(.margin)),
            CommandEntry(
                name: "lr", keys: [.character("r")], isSteering: true, label: "learning rate",
                summary: "type an exact learning rate", argument: .number, action: .typeSetting(.learningRate)),
            CommandEntry(
                name: "zoom-in", keys: [.character("z")], place: .screen(.train), label: "zoom",
                summary: "halve the steps shown, around the crosshair", action: .zoom(in: true)),
            CommandEntry(
                name: "zoom-out", keys: [.character("Z")], place: .screen(.train), summary: "double the steps shown",
                action: .zoom(in: false)),
            CommandEntry(
                name: "fit", keys: [.character("f")], place: .screen(.train), label: "fit",
                summary: "show all steps, and follow the run again", action: .fit),
            CommandEntry(
                name: "pan-left", keys: [.character("(")], place: .screen(.train), summary: "move towards earlier steps",
                action: .pan(-1)),
            CommandEntry(
                name: "pan-right", keys: [.character(")")], place: .screen(.train), summary: "move towards later steps",
                action: .pan(1)),
            CommandEntry(
                name: "crosshair", keys: [.character("c")], place: .screen(.train), label: "read",
                summary: "read all curves at a step", action: .crosshair),
            CommandEntry(
                name: "crosshair-left", keys: [.left, .character("h")], place: .panels(.train, charts),
                summary: "read an earlier step", action: .moveCrosshair(-1)),
            CommandEntry(
                name: "crosshair-right", keys: [.right, .character("l")], place: .panels(.train, charts),
                summary: "read a later step", action: .moveCrosshair(1)),
            CommandEntry(
                name: "closer", keys: [.up, .character("k")], place: .panels(.train, charts), summary: "zoom in",
                action: .zoom(in: true)),
            CommandEntry(
                name: "farther", keys: [.down, .character("j")], place: .panels(.train, charts), summary: "zoom out",
                action: .zoom(in: false)),
            CommandEntry(
                name: "log-values", keys: [.character("y")], place: .screen(.train), label: "log",
                summary: "logarithmic or linear values; at first what suits the loss", action: .toggleValueAxis),
            CommandEntry(
                name: "log-steps", keys: [.character("Y")], place: .screen(.train), summary: "logarithmic or linear steps",
                action: .toggleStepAxis),
            CommandEntry(
                name: "unit", keys: [.character("x")], place: .screen(.train), summary: "steps, epochs or time across",
                action: .nextUnit),
            CommandEntry(
                name: "smooth", keys: [.character("s")], place: .screen(.train), summary: "smooth the training loss more, or not",
                action: .nextSmoothing),
            CommandEntry(
                name: "chart", keys: [.character("v")], place: .screen(.train), label: "chart",
                summary: "choose what the second chart shows", action: .nextSecondChart),
        ] + scrolling("edit", on: .train, panels: [.edits])

    private static let onPairs: [CommandEntry] =
        [
            CommandEntry(
                name: "previous-pair", keys: [.left, .up, .character("h"), .character("p")],
                place: .screen(.pairs),
                label: "previous", summary: "show the previous pair", action: .scroll(.by(-1))),
            CommandEntry(
                name: "next-pair", keys: [.right, .down, .character("l"), .character("j"), .character("n")],
                place: .screen(.pairs),
                label: "next", summary: "show the next pair", action: .scroll(.by(1))),
            CommandEntry(
                name: "wrong", keys: [.character("x")], place: .screen(.pairs), label: "only wrong",
                summary: "list only wrongly judged pairs, or all", action: .toggleWrongOnly),
            CommandEntry(
                name: "pairs", keys: [.character("f")], place: .screen(.pairs), label: "list",
                summary: "list all, wrong, false accepts or false rejects", action: .nextPairFilter),
            CommandEntry(
                name: "against", keys: [.character("a")], place: .screen(.pairs), label: "against a file",
                summary: "compare the left image with any image file", action: .compareFile),
            CommandEntry(
                name: "look", keys: [.character("o")], place: .screen(.pairs), label: "overlay",
                summary: "overlay where the network looks: the gradient of the distance", action: .toggleSaliency),
            CommandEntry(
                name: "dots", keys: [.character("k")], place: .screen(.pairs), label: "dots",
                summary: "pictures dot by dot where the terminal has Kitty's or sixel graphics, or as glyphs",
                action: .togglePixels),
            CommandEntry(
                name: "order", keys: [.character("s")], place: .screen(.pairs), label: "order",
                summary: "as listed, hardest first, or nearest to the threshold", action: .nextPairOrder),
            CommandEntry(
                name: "filter", keys: [.character("/")], place: .screen(.pairs), label: "filter",
                summary: "list only pairs of a class or file", action: .filter),
        ] + paging("pair", on: .pairs, panels: [.pairs])

    private static let onDistances: [CommandEntry] = [
        CommandEntry(
            name: "threshold-down", keys: [.left, .character("h")], place: .screen(.distances), label: "lower",
            summary: "lower the threshold", action: .moveThreshold(-1)),
        CommandEntry(
            name: "threshold-up", keys: [.right, .character("l")], place: .screen(.distances), label: "raise",
            summary: "raise the threshold", action: .moveThreshold(1)),
        CommandEntry(
            name: "threshold-far-down", keys: [.character("<"), .character(",")], place: .screen(.distances),
            summary: "lower the threshold ten times as far", action: .moveThreshold(-10)),
        CommandEntry(
            name: "threshold-far-up", keys: [.character(">")], place: .screen(.distances),
            summary: "raise the threshold ten times as far", action: .moveThreshold(10)),
        CommandEntry(
            name: "threshold", keys: [.character("t")], place: .screen(.distances), label: "type",
            summary: "type an exact threshold",
            argument: .number, action: .typeThreshold),
        CommandEntry(
            name: "threshold-best", keys: [.character("b")], place: .screen(.distances), label: "best accuracy",
            summary: "the threshold of the best accuracy on these pairs", action: .bestThreshold),
        CommandEntry(
            name: "threshold-equal", keys: [.character("=")], place: .screen(.distances), label: "equal errors",
            summary: "the threshold of equal error rates on these pairs", action: .equalErrorThreshold),
        CommandEntry(
            name: "threshold-follow", keys: [.character("f")], place: .screen(.distances), label: "validation's",
            summary: "the threshold that validation chose, following it", action: .followThreshold),
        CommandEntry(
            name: "detection-curve", keys: [.character("v")], place: .screen(.distances), label: "ROC/DET",
            summary: "draw the ROC or the DET curve", action: .nextDetectionCurve),
    ]

    private static let onLog: [CommandEntry] =
        [
            CommandEntry(
                name: "severity", keys: [.character("f")], place: .screen(.log), label: "severity",
                summary: "show news with routine folded, everything, warnings, or errors only", action: .nextLogFilter),
            CommandEntry(
                name: "filter-log", keys: [.character("/")], place: .screen(.log), label: "search",
                summary: "show only what holds a text", action: .filter),
        ] + scrolling("line", on: .log, panels: [.log])

    private static let onNetwork =
        scrolling("layer", on: .network, panels: [.layers, .layer]) + [
            CommandEntry(
                name: "toggle-block", keys: [.enter], place: .screen(.network), label: "fold/open",
                summary: "fold the chosen block of layers, or open it", action: .toggleBlock),
            CommandEntry(
                name: "fold", keys: [.left, .character("h")], place: .screen(.network), summary: "fold the block around a layer",
                action: .foldBlock),
            CommandEntry(
                name: "unfold", keys: [.right, .character("l")], place: .screen(.network),
                summary: "open a block, then go into it", action: .unfoldBlock),
            CommandEntry(
                name: "fold-all", keys: [.character("z")], place: .screen(.network), label: "all blocks",
                summary: "fold all blocks, or open all", action: .toggleAllBlocks),
            CommandEntry(
                name: "activations", keys: [.character("v")], place: .screen(.network), label: "activations",
                summary: "what the chosen layer makes of the pair that Pairs shows, or its weights and gradients",
                action: .toggleActivations),
        ]

    /// Arrows, pages and ends of a list of `thing`.
    static func scrolling(_ thing: String, on screen: Screen, panels: [Panel]) -> [CommandEntry] {
        let place = CommandEntry.Place.panels(screen, panels)
        return [
            CommandEntry(
                name: "\(thing)-up", keys: [.up, .character("k")], place: place, label: "up", summary: "the \(thing) above",
                action: .scroll(.by(-1))),
            CommandEntry(
                name: "\(thing)-down", keys: [.down, .character("j")], place: place, label: "down",
                summary: "the \(thing) below", action: .scroll(.by(1))),
        ] + paging(thing, on: screen, panels: panels)
    }

    /// Pages and ends of a list of `thing`.
    static func paging(_ thing: String, on screen: Screen, panels: [Panel]) -> [CommandEntry] {
        let place = CommandEntry.Place.panels(screen, panels)
        return [
            CommandEntry(
                name: "\(thing)-page-up", keys: [.pageUp, .control("b")], place: place, summary: "a page up",
                action: .scroll(.page(-1))),
            CommandEntry(
                name: "\(thing)-page-down", keys: [.pageDown, .control("f")], place: place, summary: "a page down",
                action: .scroll(.page(1))),
            CommandEntry(
                name: "\(thing)-first", keys: [.character("g"), .home], place: place, summary: "the first \(thing)",
                action: .scroll(.first)),
            CommandEntry(
                name: "\(thing)-last", keys: [.character("G"), .end], place: place, summary: "the last \(thing)",
                action: .scroll(.last)),
        ]
    }

    private static let everywhere: [CommandEntry] =
        [
            CommandEntry(
                name: "pause", keys: [.character(" ")], isSteering: true, label: "pause", summary: "pause the training, or go on",
                action: .pause),
            CommandEntry(
                name: "step", keys: [.character(".")], isSteering: true, summary: "while paused: do one step", action: .step),
            CommandEntry(
                name: "evaluate", keys: [.character("e")], isSteering: true, label: "evaluate", summary: "evaluate now",
                action: .evaluate),
            CommandEntry(
                name: "save", keys: [.character("w")], isSteering: true, label: "save", summary: "save a checkpoint now",
                action: .save),
            CommandEntry(
                name: "undo", keys: [.character("u")], isSteering: true, label: "undo",
                summary: "drop the nudged values; without any, take the last edit back", action: .undo),
            CommandEntry(
                name: "focus", keys: [.tab], label: "focus", summary: "focus the next panel", action: .moveFocus(1)),
            CommandEntry(
                name: "focus-back", keys: [.backTab], summary: "focus the previous panel", action: .moveFocus(-1)),
            CommandEntry(
                name: "enlarge", keys: [.character("+")], label: "enlarge",
                summary: "give the focused panel the whole screen, or put it back", action: .enlarge),
            CommandEntry(name: "back", keys: [.escape], summary: "close the overlay or the crosshair", action: .back),
            CommandEntry(
                name: "next-screen", keys: [.character("]")], summary: "the next screen", action: .neighbour(1)),
            CommandEntry(
                name: "previous-screen", keys: [.character("[")], summary: "the previous screen", action: .neighbour(-1)),
            CommandEntry(
                name: "command", keys: [.character(":")], label: "command",
                summary: "type a command: its name here, and a value where it takes one", action: .commandLine),
            CommandEntry(
                name: "suspend", keys: [.control("z")], summary: "back to the shell for a while; fg returns", action: .suspend),
            CommandEntry(name: "repaint", keys: [.control("l")], summary: "draw everything again", action: .repaint),
            CommandEntry(
                name: "help", keys: [.character("?"), .function(1)], label: "help", summary: "show the keys", action: .help),
            CommandEntry(
                name: "quit", keys: [.character("q"), .control("c")], label: "quit",
                summary: "leave; asks what to do with the training",
                action: .quit),
        ]
        + Screen.allCases.map { screen in
            CommandEntry(
                name: screen.title.lowercased() + "-screen", keys: [.character(screen.digit)], summary: "go to \(screen.title)",
                action: .goTo(screen))
        } + [
            CommandEntry(
                name: "goto", keys: [], summary: "go to a screen by its name", argument: .screen, action: .goTo(.train))
        ]
}
