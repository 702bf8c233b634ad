import ArgumentParser
import Training

extension CheckpointRecord.Kind: ExpressibleByArgument {
    public static var allValueStrings: [String] { [best, last].map(\.rawValue) }
    public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}

/// Which of a run's checkpoints a command uses.
struct CheckpointOption: ParsableArguments {
    @Option(help: "Which of the run's checkpoints; the best one where it is there.") var checkpoint: CheckpointRecord.Kind?
}
