import Datasets
import Engine
import Foundation
import Networks
import Training

extension Target {
    private static let images = ["a", "b", "c", "d", "e", "f"].flatMap { name in
        (0..<4).map { (place: "classes/\(name)/\($0).png", file: "bits.png") }
    }

    /// `--config` of a training, which begins with it where that is a matter of a moment.
    static let configuration = Target(
        name: "config", corpus: ["options.json", "recipe.json"], place: { "config/" + $0 }, companions: images, isText: true,
        crafted: {
            [
                nested("options.json", "[", 100_000), nested("options.json", "{\"options\":", 100_000),
                nested("options.json", "{\"network\":{\"layers\":[", 100_000),
                nested("options.json", "{\"\u{1B}]0;x\u{7}\(String(repeating: "k", count: 5000))\":1}", 1),
                nested(
                    "options.json",
                    "{\"options\":{\"duration\":{\"epochs\":9223372036854775807},\"sampling\":{\"pairs\":{\"count\":2}}}}", 1),
                nested("options.json", "{\"options\":{\"sampling\":{\"pairs\":{\"count\":9223372036854775807}}}}", 1),
                nested(
                    "options.json", "{\"options\":{\"seed\":18446744073709551615,\"evaluationInterval\":9223372036854775807}}", 1),
            ]
        },
        read: { scratch, place, _ in
            let json = FileManager.default.contents(atPath: scratch + "/" + place) ?? Data()
            try begin(RunConfiguration(json: json), on: scratch + "/classes")
        })

    /// As `twinscope train` does.
    private static func begin(_ configuration: RunConfiguration, on images: String) throws {
        var network: NetworkSpec
        switch configuration.network {
        case .described(let described): network = described
        case .named(let name):
            network = try Preset.named(name).spec(input: configuration.input, embedding: configuration.embedding)
        case nil: network = Preset.conv4.spec(input: configuration.input, embedding: configuration.embedding)
        }
        network.input = configuration.input ?? network.input
        network.initialization = configuration.initialization ?? network.initialization
        let graph = try PairGraph(network)
        guard isSmall(graph) else { return }
        var options = configuration.options ?? TrainingOptions(threads: 1)
        options.threads = min(options.threads, 1)
        func setup(_ options: TrainingOptions) throws -> TrainingSetup {
            try TrainingSetup(
                runName: "fuzz", startedAt: "2026-01-01T00:00:00Z", network: network, options: options,
                dataset: ImageDataset.open(images))
        }
        _ = try setup(options)
        guard options.sampling.images <= 64 else { return }
        options.duration = .steps(2)
        let worker = try TrainingWorker(setup(options), checkpoints: NoCheckpoints())
        worker.start()
        while !worker.events.isFinished { _ = worker.events.receive(timeout: 1) }
        worker.wait()
    }

    /// What a person asks for may take its time and its memory; it is no matter of hostile files.
    private static func isSmall(_ graph: PairGraph) -> Bool {
        [graph.left, graph.right, graph.head].allSatisfy { part in
            guard let part else { return true }
            return part.input.count <= 1 << 14 && part.parameterCount <= 1 << 17 && part.multiplyAccumulates <= 1 << 22
        }
    }
}

private struct NoCheckpoints: CheckpointSink {
    func save(_ checkpoint: Checkpoint) -> String { "" }
}
