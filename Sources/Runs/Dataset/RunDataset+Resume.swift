import Datasets
import Networks
import Training

extension RunDataset {
    /// The run made ready to go on: bit by bit that takes the very images that it was trained on, in the same parts.
    ///
    /// - Parameters:
    ///   - options: those of the run where there are none.
    ///   - progress: called with the images read so far and their number.
    /// - Throws: `RunError` that says what differs; `DatasetError`, `NetworkError` or `TrainingError`, where the run cannot be made ready.
    public func setup(
        toResume manifest: RunManifest, options: TrainingOptions? = nil, progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws -> TrainingSetup {
        // Before anything is read: what follows from a change is told less well than the change.
        if let changes, !changes.isEmpty { throw differs(changes.text) }
        let description = manifest.description
        let setup = try TrainingSetup(
            runName: description.name, startedAt: description.startedAt, network: description.network,
            options: options ?? description.options, dataset: dataset, progress: progress)
        if manifest.fits(setup) { return setup }
        guard let record = manifest.data else {
            throw differs("its images or classes differ, as far as can be told of a run that kept no names")
        }
        let text = DatasetChanges(from: record.entries(), to: setup.record.entries()).text
        throw differs(
            !text.isEmpty ? text : record.pairs != setup.record.pairs ? "its list has other pairs" : "they are split otherwise")
    }

    private func differs(_ what: String) -> RunError {
        RunError(
            "the images in \(path) are not those that \(run) was trained on: \(Sentence.quoting(what, longest: 500)); to resume, give the data set as it was with "
                + "`--dataset DIR`, or begin a run on what is there now with `twinscope train \(ShellWord.quoted(path))`",
            longest: 1000)
    }
}
