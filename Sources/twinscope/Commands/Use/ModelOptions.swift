import ArgumentParser
import Foundation
import Networks
import Runs

/// A run, opened to use its network.
struct ModelOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("A run's folder.", valueName: "run")) var folder: String
    @OptionGroup var chosen: CheckpointOption
    @Option(
        help: ArgumentHelp("Images that go through the network at once.", valueName: "N"),
        transform: positive("--batch", upTo: 4096))
    var batch = 64
    @Option(
        help: ArgumentHelp("Processor threads; all cores by default.", valueName: "N"),
        transform: positive("--threads", upTo: 1024))
    var threads: Int?

    var threadCount: Int { threads ?? Processors.usable }

    /// - Parameter precision: that of the training unless another is asked for.
    func open(precision: Precision? = nil) throws -> TrainedModel {
        try Failure.reporting(runError: .badData) {
            try TrainedModel(
                opening: try RunArgument.open(folder).folder, checkpoint: chosen.checkpoint, threads: threadCount, batch: batch,
                precision: precision)
        }
    }
}
