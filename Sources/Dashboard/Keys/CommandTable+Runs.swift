/// The commands of the list of runs.
extension CommandTable {
    static let onRuns: [CommandEntry] =
        [
            CommandEntry(
                name: "open", keys: [.enter], place: .screen(.runs), label: "open",
                summary: "show the chosen run in these screens",
                action: .openRun),
            CommandEntry(
                name: "compare", keys: [.character("c")], place: .screen(.runs), label: "compare",
                summary: "lay the chosen run's curves over those on Train, or take them away", action: .compareRun),
            CommandEntry(
                name: "resume-run", keys: [.character("R")], place: .screen(.runs), label: "resume",
                summary: "go on with a run that was stopped or broken off", action: .resumeRun),
            CommandEntry(
                name: "new", keys: [.character("N")], place: .screen(.runs), label: "new",
                summary: "ask in a form what to train next, and begin", action: .newRun),
            CommandEntry(
                name: "order-runs", keys: [.character("o")], place: .screen(.runs), label: "order",
                summary: "newest, best, or by name", action: .nextRunOrder),
            CommandEntry(
                name: "filter-runs", keys: [.character("/")], place: .screen(.runs), label: "filter",
                summary: "list only runs whose name, data or network holds a text", action: .filter),
        ] + scrolling("run", on: .runs, panels: [.runs])
}
