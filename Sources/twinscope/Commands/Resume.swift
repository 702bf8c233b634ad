import ArgumentParser
import Datasets
import Networks
import Runs
import Training

struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Resumes a run that was stopped or killed, from its last checkpoint; or trains a run longer.",
        discussion: """
            RUN is a run's folder, or its name in the folder runs. Without options, a run resumes bit-exactly: the steps after \
            the checkpoint are taken again. --epochs, --steps or --minutes give it another length, also where it is complete; \
            what is left of a cosine or one-cycle schedule is spread over what is left of the run, and early stopping counts \
            anew. Each option is recorded as an edit of the run.
            """)

    @Argument(help: ArgumentHelp("A run's folder or name.", valueName: "run")) var name: String
    @OptionGroup var moved: MovedDatasetOption
    @OptionGroup var labels: PairLabelOption
    @OptionGroup(title: "Otherwise than before") var changes: ResumeOptions
    @Flag(help: "Print plain lines instead of the dashboard.") var plain = false

    func validate() throws { try changes.validate() }

    func run() throws {
        try prepare().run(plain: plain)
    }

    /// Opens the run, its images and its last checkpoint.
    ///
    /// - Throws: a `Failure` that leaves the run as it was.
    func prepare() throws -> TrainingSession {
        do {
            return try Failure.reporting { try session() }
        } catch var failure as Failure {
            failure.leavesNothing = true
            throw failure
        }
    }

    private func session() throws -> TrainingSession {
        let reader = try RunArgument.open(name)
        let summary = try RunSummary(opening: reader.folder)
        guard !summary.standing.isActive else {
            let watching = "look at it with `twinscope watch \(ShellWord.quoted(reader.folder))`"
            throw Failure(
                summary.unattendedProcess.map {
                    "\(reader.folder) is \(summary.standing.title) in a program whose screen is gone; \(watching), or end it with `kill -TERM \($0)`, which saves, and resume it then"
                } ?? "\(reader.folder) is \(summary.standing.title) in another program; \(watching)", .unavailable)
        }
        let manifest = reader.manifest
        var checkpoint = try reader.lastCheckpoint()
        if checkpoint == nil, let file = manifest.description.pretrained {
            throw Failure(
                "\(reader.folder) began with the weights of \(file) and has lost them with its checkpoints; train it again",
                .badData)
        }
        let state = checkpoint?.state ?? TrainerState(manifest.description)
        try changes.check(state, of: reader, isComplete: summary.standing == .completed)
        let before = state.threads ?? manifest.description.options.threads
        var options = manifest.description.options
        options.adaptsThreads = state.adaptsThreads ?? options.adaptsThreads
        if let chosen = changes.threads {
            (options.threads, options.adaptsThreads, options.threadChanges) = (chosen, false, [])
        } else if !options.adaptsThreads {
            options.threads = before
        }
        defer { Output.clearProgress() }
        var setup = try Failure.reporting(runError: .badData) {
            try RunDataset(of: manifest, run: reader.folder, at: moved.dataset, labels: labels.labels)
                .setup(toResume: manifest, options: options) { done, total in
                    Output.progress("Reading images: \(done.grouped) of \(total.grouped)")
                }
        }
        if let first = checkpoint, first.isFirst {
            setup.start = StartingPoint(parameters: first.parameters, file: manifest.description.pretrained ?? "")
            checkpoint = nil
        }
        let store = try RunStore(resuming: reader.folder, fromStep: checkpoint?.step)
        let session = TrainingSession(setup: setup, store: store, from: checkpoint.map { .checkpoint($0) } ?? .anew)
        session.tell(
            "Resumed from \(checkpoint.map { "step \($0.step.grouped)" } ?? "the beginning, since there is no checkpoint yet")"
                + (store.stepsLost > 0 ? "; \(store.stepsLost.grouped) steps after it are taken again" : ""),
            atStep: checkpoint?.step ?? 0)
        session.change(
            changes.commands,
            threads: changes.threads.flatMap { chosen in
                chosen == before
                    ? nil : Edit(step: state.step, elapsed: state.elapsed, changes: [.threads(old: before, new: chosen)])
            })
        return session
    }
}
