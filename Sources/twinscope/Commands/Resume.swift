import ArgumentParser
import Datasets
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
    @Option(help: ArgumentHelp("Where the run's images are now, if not where they were.", valueName: "DIR"))
    var dataset: String?
    @OptionGroup var labels: PairLabelOption
    @OptionGroup(title: "Otherwise than before") var changes: ResumeOptions
    @Flag(help: "Print plain lines instead of the dashboard.") var plain = false

    func validate() throws { try changes.validate() }

    func run() throws {
        try Failure.reporting { try prepare() }.run(plain: plain)
    }

    private func prepare() throws -> TrainingSession {
        let reader = try RunArgument.open(name)
        guard !reader.isLive else {
            throw Failure("\(reader.folder) is being trained at this moment; twinscope watch shows it", .unavailable)
        }
        let manifest = reader.manifest
        var checkpoint = try reader.lastCheckpoint()
        if checkpoint == nil, let file = manifest.description.pretrained {
            throw Failure(
                "\(reader.folder) began with the weights of \(file) and has lost them with its checkpoints; train it again",
                .badData)
        }
        let state = checkpoint?.state ?? TrainerState(manifest.description)
        let isComplete = try RunSummary(opening: reader.folder).outcome?.reason == .completed
        try changes.check(state, of: reader, isComplete: isComplete)
        let threads = state.threads ?? manifest.description.options.threads
        var options = manifest.description.options
        options.threads = changes.threads ?? threads
        let path = dataset ?? manifest.description.dataset.path
        defer { Output.clearProgress() }
        var setup = try TrainingSetup(
            runName: manifest.description.name, startedAt: manifest.description.startedAt, network: manifest.description.network,
            options: options, dataset: ImageDataset.open(path, labels: labels.labels)
        ) { done, total in
            Output.progress("Reading images: \(done.grouped) of \(total.grouped)")
        }
        guard manifest.fits(setup) else {
            throw Failure(
                "the images in \(path) are not those that \(reader.folder) was trained on; give them with --dataset", .badData)
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
            threads: options.threads == threads
                ? nil
                : Edit(
                    step: state.step, elapsed: state.elapsed, changes: [.threads(old: threads, new: options.threads)]))
        return session
    }
}
