import ArgumentParser
import Runs
import Terminal

struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Opens a run, live or past, in the dashboard; it can be looked at, not steered.",
        discussion: """
            RUN is a run's folder, or its name in the folder runs. Without it, the latest run in runs is opened. \
            A run that another program is training is followed as it goes on.
            """)

    @Argument(help: ArgumentHelp("A run's folder or name.", valueName: "run")) var name: String?
    @Option(help: ArgumentHelp("Where the run's images are now, if not where they were.", valueName: "DIR"))
    var dataset: String?
    @Flag(help: "Print plain lines instead of the dashboard.") var plain = false

    func run() throws {
        let reader = try RunArgument.open(name)
        CrashReport.belongs(toViewerOf: reader.folder)
        guard !plain, Terminal.isAvailable, let terminal = try? Terminal() else {
            var reporter = PlainReporter(folder: reader.folder, description: reader.manifest.description)
            return reporter.replay(reader)
        }
        let shown = ShownRun(recorded: reader, dataset: dataset, capabilities: terminal.capabilities)
        var loop = DashboardLoop(terminal: terminal, run: shown, commands: nil)
        let ending = loop.run()
        terminal.close()
        switch ending {
        case .resume(let folder): try Resume.parse(["--", folder]).run()
        case .new: try New.parse([]).run()
        case .ended, .left: break
        }
    }
}
