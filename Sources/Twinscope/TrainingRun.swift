import Datasets
import Dispatch
import Foundation
import Networks
import Runs
import Training

/// A training, as data: start it with `run`.
public struct TrainingRun: Sendable {
    /// A folder of class folders.
    public var dataset: String
    public var network: NetworkSpec
    public var options: TrainingOptions
    /// Where the run is written; it must not hold one yet.
    public var folder: String

    public init(
        dataset: String, network: NetworkSpec, into folder: String,
        options: TrainingOptions = .forThisMachine
    ) {
        self.dataset = dataset
        self.network = network
        self.folder = folder
        self.options = options
    }

    /// Trains to the end, in the calling thread's time, and opens what came out.
    ///
    /// - Parameter observe: called with every event in order; a reader that is slow finds steps merged.
    /// - Throws: `DatasetError`, `NetworkError` or `RunError`, each a sentence.
    @discardableResult
    public func run(observing observe: (Event) -> Void = { _ in }) throws -> TrainedModel {
        let setup = try TrainingSetup(
            runName: (folder as NSString).lastPathComponent, startedAt: Date().ISO8601Format(), network: network,
            options: options,
            catalog: try ImageCatalog.scan(dataset))
        let store = try RunStore(creating: folder, manifest: RunManifest(version: Version.current, setup: setup))
        let worker = TrainingWorker(setup, checkpoints: store)
        let recorder = RunRecorder(store: store, source: worker.events)
        recorder.start()
        worker.start()
        var failure: String?
        while !recorder.viewer.isFinished {
            for event in recorder.viewer.receive(timeout: 0.25) {
                if case .finished(let outcome) = event, outcome.reason == .failed {
                    failure = outcome.message ?? "training failed"
                }
                observe(event)
            }
        }
        worker.wait()
        recorder.wait()
        if let failure { throw RunError("\(folder): \(failure)") }
        return try TrainedModel(opening: folder, threads: options.threads)
    }
}
