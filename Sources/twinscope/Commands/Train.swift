import ArgumentParser
import Datasets
import Foundation
import MetricLearning
import Networks
import Runs
import Training

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains a Siamese network and shows the dashboard.",
        discussion: """
            DATASET is a folder of class folders: the last folder is the class, those above it are its groups. Without it, \
            the bundled drawings are used. Classes are split into training, validation and test classes by the seed.
            """)

    @Argument(help: "A folder of class folders with PNG, JPEG, PGM or PPM images.") var dataset: String?
    @Option(help: ArgumentHelp("One of \(Preset.names), or a JSON file.", valueName: "NAME|FILE.json"))
    var network = "conv4"
    @OptionGroup var size: NetworkArgument
    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var length: LengthOptions

    @Option(help: "Decides splits, pairs, first weights and dropout.") var seed: UInt64 = 1
    @Option(
        help: ArgumentHelp("Processor threads; all cores by default.", valueName: "N"),
        transform: positive("--threads", upTo: 1024))
    var threads: Int?
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Where the run is written; a new folder under ./runs by default.", valueName: "DIR"))
    var folder: String?
    @Option(
        help: ArgumentHelp("Save a checkpoint to resume from this often; 0 after every step.", valueName: "SECONDS"),
        transform: seconds)
    var checkpointEvery: Double?
    @Option(help: ArgumentHelp("The folder with the bundled data.", valueName: "DIR")) var assets: String?
    @Flag(help: "Print plain lines instead of the dashboard.") var plain = false

    func validate() throws {
        try recipe.validate()
        try length.validate()
    }

    func run() throws {
        try Failure.reporting { try prepare() }.run(plain: plain)
    }

    private func prepare() throws -> TrainingSession {
        let path = try dataset ?? AssetLocator(explicit: assets).path(of: "datasets/glyphs")
        guard FileManager.default.fileExists(atPath: path) else {
            throw Failure("\(path) does not exist; give a folder of class folders", .missingInput)
        }
        let catalog = try ImageCatalog.scan(path)
        let spec = try size.spec(named: network, channels: catalog.typicalChannels)
        let options = TrainingOptions(
            loss: recipe.lossSpec, optimizer: recipe.optimizerSpec, learningRate: Float(recipe.learningRate),
            batchPairs: recipe.batch, duration: length.duration, seed: seed,
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, checkpointSeconds: checkpointEvery)
        let now = Date()
        let name = folder.map { ($0 as NSString).lastPathComponent } ?? RunName.make(dataset: path, network: spec.name, at: now)
        defer { Output.clearProgress() }
        let setup = try TrainingSetup(
            runName: name, startedAt: now.ISO8601Format(), network: spec, options: options, catalog: catalog
        ) { done, total in
            Output.progress("Reading images: \(done.grouped) of \(total.grouped)")
        }
        let store = try RunStore(
            creating: folder ?? "runs/\(name)", manifest: RunManifest(version: Version.current, setup: setup))
        return TrainingSession(setup: setup, store: store)
    }
}

@Sendable
private func seconds(_ text: String) throws -> Double {
    guard let seconds = Double(text), (0...1e6).contains(seconds) else {
        throw ValidationError("--checkpoint-every \(text) must be a number of seconds from 0 up.")
    }
    return seconds
}
