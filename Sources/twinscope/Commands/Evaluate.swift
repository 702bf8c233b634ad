import ArgumentParser
import Datasets
import Foundation
import Networks
import Runs
import Training

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judges a trained network: verification, one-shot and retrieval figures.",
        discussion: """
            Without --on, --pairs and --one-shot the run's own test classes are used, which it was neither trained nor chosen on: \
            they are found by name, and held to what they were. Of other images the first line says how many were trained on. Ties \
            count as wrong. Intervals hold 95 %: those of verification come from resampling classes, those of one-shot from \
            the number of trials.
            """)

    @Argument(help: ArgumentHelp("A run's folder, or its name in runs; the latest by default.", valueName: "run"))
    var runName: String?
    @OptionGroup var moved: MovedDatasetOption
    @Option(help: ArgumentHelp("Judge by another data set, in any layout that train reads.", valueName: "PATH"))
    var on: String?
    @Option(
        help: ArgumentHelp("Pairs to judge by: a .csv, .tsv or .json list, or a data set that lists pairs.", valueName: "FILE"))
    var pairs: String?
    @OptionGroup var meaning: PairLabelOption
    @Option(
        help: ArgumentHelp(
            "One-shot runs in the folders of the Omniglot challenge: runNN/class_labels.txt, training, test.", valueName: "FOLDER"
        ))
    var oneShot: String?
    @OptionGroup var episodes: EpisodeOptions
    @Option(help: ArgumentHelp("The checkpoint to judge.", valueName: "best|last")) var checkpoint: CheckpointRecord.Kind?
    @Option(
        help: ArgumentHelp("Resamples for the intervals of verification; 0 for none.", valueName: "N"),
        transform: wholeNumber("--resamples", upTo: 1_000_000))
    var resamples = 1000
    @Option(help: "Decides pairs, episodes and resamples.", transform: seedNumber) var seed: UInt64 = 1
    @Option(
        help: ArgumentHelp("Processor threads; all cores by default.", valueName: "N"),
        transform: positive("--threads", upTo: 1024))
    var threads: Int?
    @Flag(help: "Print everything, curves too, as JSON.") var json = false

    func run() throws {
        try Failure.reporting(runError: .badData) {
            let report = try evaluate()
            if json { Output.json(text: try report.json()) } else { Output.lines(EvaluationText(report).text) }
        }
    }

    private func evaluate() throws -> EvaluationReport {
        let threads = threads ?? Processors.usable
        let model = try TrainedModel(opening: RunArgument.open(runName).folder, checkpoint: checkpoint, threads: threads)
        let evaluation = RunEvaluation(model, seed: seed, resamples: resamples, threads: threads)
        var report = EvaluationReport(evaluation, seed: seed)
        if model.manifest.data == nil, [on, pairs, oneShot].contains(where: { $0 != nil }) {
            report.remarks.append(
                "the run was made by an earlier twinscope, which did not keep what its images are: whether it was trained on these cannot be told"
            )
        }
        defer { Output.clearProgress() }
        if let on {
            let images = try ImageDataset.open(on, labels: meaning.labels, allowsSingleImages: true)
            try judge(EvaluationImages(images, named: on), evaluation, &report)
        } else if pairs == nil && oneShot == nil {
            let images = try EvaluationImages(
                heldOutBy: model.manifest, run: model.folder, at: moved.dataset, threads: threads)
            report.remarks += images.remarks
            try judge(images, evaluation, &report)
        }
        if let pairs {
            let listed = EvaluationImages(try ImageDataset.open(pairs, labels: meaning.labels), named: pairs)
            guard !listed.pairs.isEmpty else {
                if let first = listed.catalog.broken.first {
                    throw Failure(
                        "none of the pairs in \(pairs) can be used: \(first.file) \(first.reason); `twinscope data \(ShellWord.quoted(pairs))` tells what is missing",
                        .badData)
                }
                throw Failure(
                    "\(pairs) lists no pairs; make pairs of its classes with `twinscope evaluate \(ShellWord.quoted(model.folder)) --on \(ShellWord.quoted(pairs))`",
                    .badData)
            }
            let embedded = try embed(listed.catalog, with: model)
            if let remark = embedded.remark(on: listed.name) { report.remarks.append(remark) }
            report.verification = try evaluation.verification(on: listed, embedded: embedded)
        }
        if let oneShot {
            report.oneShotRuns = try evaluation.oneShot(OneShotRun.read(oneShot)) { done, total in
                Output.progress("One-shot runs: \(done) of \(total)")
            }
        }
        return report
    }

    private func judge(_ images: EvaluationImages, _ evaluation: RunEvaluation, _ report: inout EvaluationReport) throws {
        let embedded = try embed(images.catalog, with: evaluation.model)
        Output.progress("Computing figures")
        if let remark = embedded.remark(on: images.name) { report.remarks.append(remark) }
        if pairs == nil { report.verification = try evaluation.verification(on: images, embedded: embedded) }
        guard images.knowsClasses else { return }
        let exposure = evaluation.exposure(of: images)
        report.oneShot = try episodes.report(evaluation, of: embedded)
        report.oneShot?.trainedOn = exposure
        if embedded.catalog.classes.contains(where: { $0.items.count > 1 }) {
            report.retrieval = try evaluation.retrieval(of: embedded)
            report.retrieval?.trainedOn = exposure
        }
    }

    private func embed(_ catalog: ImageCatalog, with model: TrainedModel) throws -> EmbeddedCatalog {
        let embedded = try model.embed(catalog) { done, total in
            Output.progress("Embedding images: \(done.grouped) of \(total.grouped)")
        }
        Output.clearProgress()
        let broken = embedded.catalog.broken
        if let first = broken.first {
            Output.error(
                "\(broken.count.grouped) of \(catalog.items.count.grouped) images cannot be read and were left out: "
                    + "\(first.file) \(first.reason)\(broken.count > 1 ? ", ..." : "")")
        }
        return embedded
    }
}

/// The questions of a one-shot test.
struct EpisodeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Classes to choose from (default: 20, or as many as there are).", valueName: "N"),
        transform: positive("--way", upTo: 100_000))
    var way: Int?
    @Option(help: ArgumentHelp("Images that each class is known by.", valueName: "K"), transform: positive("--shot", upTo: 1000))
    var shot = 1
    @Option(help: ArgumentHelp("Random episodes.", valueName: "T"), transform: positive("--trials", upTo: 10_000_000))
    var trials = 1000
    @Flag(help: "All classes of an episode from one group, as in the Omniglot challenge: harder.") var withinGroup = false

    func validate() throws {
        if way == 1 { throw ValidationError("--way 1 leaves nothing to choose; give at least `--way 2`.") }
    }

    /// Where nothing was asked for and there are too few classes, there is no such figure.
    func report(_ evaluation: RunEvaluation, of embedded: EmbeddedCatalog) throws -> OneShotReport? {
        do {
            return try evaluation.oneShot(of: embedded, way: way, shots: shot, trials: trials, withinGroup: withinGroup)
        } catch  where way == nil && shot == 1 && !withinGroup {
            return nil
        }
    }
}
