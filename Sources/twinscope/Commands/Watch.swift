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
    @OptionGroup var moved: MovedDatasetOption
    @Flag(help: "Print plain lines instead of the dashboard.") var plain = false

    func run() throws {
        let reader = try RunArgument.open(name)
        CrashReport.belongs(toViewerOf: reader.folder)
        guard !plain, try Self.show(reader, dataset: moved.dataset) else {
            var reporter = PlainReporter(folder: reader.folder, description: reader.manifest.description)
            return reporter.replay(reader)
        }
    }

    /// Shows a run until the person leaves, and does what is asked for on leaving.
    ///
    /// - Parameter screen: where to begin.
    /// - Returns: `false` where there is no terminal to show it on.
    static func show(_ reader: RunReader, dataset: String? = nil, on screen: String? = nil) throws -> Bool {
        var screen = screen
        while true {
            guard Terminal.isAvailable, let terminal = try? Terminal() else { return false }
            var shown = ShownRun(recorded: reader, dataset: dataset, capabilities: terminal.capabilities)
            if let screen { _ = shown.state.show(screenNamed: screen) }
            var loop = DashboardLoop(terminal: terminal, run: shown, commands: nil)
            let ending = loop.run()
            terminal.close()
            switch ending {
            case .resume(let folder):
                let moved = folder == reader.folder ? dataset.map { ["--dataset", $0] } ?? [] : []
                try Resume.parse(moved + ["--", folder]).run()
            case .new:
                guard try New.parse([]).trainAsAsked() == nil else { return true }
                // The form was left without a training: back to where it was opened.
                screen = "runs"
                continue
            case .ended, .left: break
            }
            return true
        }
    }
}
