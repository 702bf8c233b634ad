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
    /// - Parameters:
    ///   - screen: where to begin.
    ///   - sentence: what could not be done that was asked for before.
    /// - Returns: `false` where there is no terminal to show it on.
    static func show(
        _ reader: RunReader, dataset: String? = nil, on screen: String? = nil, saying sentence: String? = nil
    ) throws -> Bool {
        var (screen, sentence) = (screen, sentence)
        while true {
            guard Terminal.isAvailable, let terminal = try? Terminal() else { return false }
            var shown = ShownRun(recorded: reader, dataset: dataset, capabilities: terminal.capabilities)
            if let screen { _ = shown.state.show(screenNamed: screen) }
            // By the clock, so that the sentence has its time.
            shown.state.tick(now: Clock.now)
            if let problem = sentence { shown.state.note(problem, severity: .warning) }
            sentence = nil
            var loop = DashboardLoop(terminal: terminal, run: shown, commands: nil)
            let ending = loop.run()
            terminal.close()
            switch ending {
            case .resume(let folder):
                let moved = folder == reader.folder ? dataset.map { ["--dataset", $0] } ?? [] : []
                do {
                    try Resume.parse(moved + ["--", folder]).prepare().run(plain: false)
                } catch let failure as Failure where failure.leavesNothing {
                    // Back to where it was asked for, with the reason.
                    (screen, sentence) = ("runs", failure.message)
                    continue
                }
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
