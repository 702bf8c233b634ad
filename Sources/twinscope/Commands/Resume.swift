import ArgumentParser
import Datasets
import Networks
import Runs
import Training

struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Goes on with a run that was stopped or killed, from its last checkpoint.",
        discussion: """
            RUN is a run's folder, or its name in the folder runs. Training goes on to the last bit as if it had never stopped: \
            the steps after the checkpoint are taken again.
            """)

    @Argument(help: ArgumentHelp("A run's folder or name.", valueName: "run")) var name: String
    @OptionGroup var moved: MovedDatasetOption
    @OptionGroup var labels: PairLabelOption
    @Flag(help: "Print plain lines instead of the dashboard.") var plain = false

    func run() throws {
        try Failure.reporting { try prepare() }.run(plain: plain)
    }

    private func prepare() throws -> TrainingSession {
        let reader = try RunArgument.open(name)
        guard !reader.isLive else {
            throw Failure(
                "\(reader.folder) is being trained at this moment; look at it with `twinscope watch \(ShellWord.quoted(reader.folder))`",
                .unavailable)
        }
        if let outcome = try RunSummary(opening: reader.folder).outcome, outcome.reason == .completed {
            throw Failure("\(reader.folder) is complete after \(outcome.step.grouped) steps; train a longer run", .usage)
        }
        let manifest = reader.manifest
        var checkpoint = try reader.lastCheckpoint()
        if checkpoint == nil, let file = manifest.description.pretrained {
            throw Failure(
                "\(reader.folder) began with the weights of \(file) and has lost them with its checkpoints; train it again",
                .badData)
        }
        defer { Output.clearProgress() }
        var setup = try Failure.reporting(runError: .badData) {
            try RunDataset(of: manifest, run: reader.folder, at: moved.dataset, labels: labels.labels)
                .setup(toResume: manifest) { done, total in
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
        return session
    }
}
