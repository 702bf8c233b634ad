import ArgumentParser

/// Where a run's own data set is: the one meaning that `--dataset` has in every command that takes a run.
struct MovedDatasetOption: ParsableArguments {
    @Option(help: ArgumentHelp("The run's data set, if it has moved.", valueName: "PATH")) var dataset: String?
}
