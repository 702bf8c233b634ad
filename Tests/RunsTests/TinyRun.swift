import Datasets
import Networks
import Runs
import TestSupport
import Training

/// A short training, left behind in a folder.
struct TinyRun {
    let data: TinyDataset
    let folder: String
    let events: [Event]

    static let network = NetworkSpec(
        name: "tiny", input: .image(channels: 1, height: 12, width: 12),
        layers: [.convolution(4, kernel: 3), .batchNorm(), .relu, .maxPool(2), .flatten, .linear(6)])

    /// - Parameters:
    ///   - folder: where runs are made; this one is in it as `run`.
    ///   - open: finds the images.
    init(
        steps: Int, in folder: TemporaryFolder, options: TrainingOptions = TrainingOptions(threads: 1),
        network: NetworkSpec = Self.network, open: (_ root: String) throws -> ImageDataset = { try .open($0) }
    ) throws {
        data = try TinyDataset()
        var options = options
        options.batchPairs = 8
        options.duration = .steps(steps)
        let setup = try TrainingSetup(
            runName: "run", startedAt: "2026-01-01T00:00:00Z", network: network, options: options, dataset: open(data.root))
        let store = try RunStore(creating: folder.path("run"), manifest: RunManifest(version: "test", setup: setup))
        let worker = TrainingWorker(setup, checkpoints: store)
        let recorder = RunRecorder(store: store, source: worker.events)
        recorder.start()
        worker.start()
        while !recorder.viewer.isFinished { _ = recorder.viewer.receive(timeout: 1) }
        worker.wait()
        recorder.wait()
        self.folder = folder.path("run")
        events = try RunReader(opening: self.folder).events().events
    }

    var evaluations: [EvaluationMetrics] {
        events.compactMap { event in
            if case .evaluation(let metrics) = event { metrics } else { nil }
        }
    }
}
