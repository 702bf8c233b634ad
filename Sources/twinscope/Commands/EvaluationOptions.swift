import ArgumentParser
import Datasets
import Training

/// When a run is judged, by what, and when that ends it.
struct EvaluationOptions: ParsableArguments {
    @Option(
        parsing: .unconditional, help: ArgumentHelp("Steps between evaluations.", valueName: "N"),
        transform: positive("--evaluate-every"))
    var evaluateEvery: Int?
    @Option(
        help: ArgumentHelp(
            "Test-time augmentation: embed every image in these views; slower, and more often right.",
            valueName: ViewClasses.allCases.map(\.rawValue).joined(separator: "|")))
    var testTimeViews: ViewClasses?
    @Option(
        help: ArgumentHelp(
            "Embed every image also moved by this share of its side in the four directions, wherever it is compared.",
            valueName: "SHARE"))
    var testTimeShift: Float?
    @Option(help: "What makes one evaluation better than another (default: auc).") var criterion: Criterion?
    @Option(
        parsing: .unconditional, help: ArgumentHelp("End after so many evaluations without a better one.", valueName: "N"),
        transform: positive("--early-stopping"))
    var earlyStopping: Int?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Seconds between checkpoints from which an interrupted run goes on (default: 60).", valueName: "S"),
        transform: positiveNumber("--checkpoint-every", upTo: 1e6))
    var checkpointEvery: Double?

    func apply(to options: inout TrainingOptions) {
        if let evaluateEvery { options.evaluationInterval = evaluateEvery }
        if let testTimeViews { options.testTimeViews = testTimeViews }
        if let testTimeShift { options.testTimeShift = testTimeShift }
        if let criterion { options.criterion = criterion }
        if let earlyStopping { options.earlyStopping = earlyStopping }
        if let checkpointEvery { options.checkpointSeconds = checkpointEvery }
    }
}
