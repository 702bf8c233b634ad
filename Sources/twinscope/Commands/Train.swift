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
            DATASET is a folder of class folders (the last folder is the class, those above it are its groups) or any other \
            layout that `twinscope data` recognises. Without it, the bundled drawings are used. Classes are split into training, \
            validation and test classes by the seed, unless folders called train, val and test are the split already.
            """)

    @Argument(help: "Images: a folder of class folders or of pairs, a list of pairs (.csv, .tsv, .json), or IDX files.")
    var dataset: String?
    @Option(help: ArgumentHelp("One of \(Preset.names), or a JSON file (default: conv4).", valueName: "NAME|FILE.json"))
    var network: String?
    @OptionGroup var size: NetworkArgument
    @Option(help: "How weights begin, where the network does not say.") var initialization: Initialization?
    @Option(
        help: ArgumentHelp(
            "A configuration: any of these options, as run.json has them, or the run.json of a run. Options win over it.",
            valueName: "FILE.json"))
    var config: String?
    @Option(help: ArgumentHelp("A configuration that comes with the program, such as omniglot or faces.", valueName: "NAME"))
    var recipe: String?
    @OptionGroup var weights: PretrainedOptions
    @OptionGroup(title: "Loss and optimizer") var learning: RecipeOptions
    @OptionGroup(title: "Batches and split") var sampling: SamplingOptions
    @OptionGroup(title: "Augmentation") var augmentation: AugmentationOptions
    @OptionGroup(title: "Length") var length: LengthOptions
    @OptionGroup(title: "Evaluation") var evaluation: EvaluationOptions
    @OptionGroup var labels: PairLabelOption
    @Option(
        help: ArgumentHelp(
            "Memory for decoded images, as in 2GiB; others are read again when they are needed.", valueName: "SIZE"),
        transform: CacheOption.bytes)
    var cache: Int?

    @Option(help: "Decides splits, batches, first weights and dropout (default: 1).", transform: seedNumber) var seed: UInt64?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            Processor threads, exactly; by default one for each processor, and fewer while other programs keep them busy. \
            2,1@340 repeats a run whose threads events tell of 1 thread after step 340.
            """, valueName: "N"),
        transform: ThreadsOption.plan)
    var threads: ThreadPlan?
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Where the run is written; a new folder under ./runs by default.", valueName: "DIR"))
    var folder: String?
    @Option(help: ArgumentHelp("The folder with the bundled data.", valueName: "DIR")) var assets: String?
    @Flag(help: "Print plain lines instead of the dashboard.") var plain = false

    func validate() throws {
        try learning.validate()
        try length.validate()
        try augmentation.validate()
        if config != nil, recipe != nil {
            throw ValidationError("--config and --recipe exclude each other; leave `--config` out, or leave `--recipe` out.")
        }
    }

    func run() throws {
        try Failure.reporting { try prepare() }.run(plain: plain)
    }

    /// Reads the data set and makes the run's folder.
    func prepare() throws -> TrainingSession {
        let locator = AssetLocator(explicit: assets)
        let path = try dataset ?? locator.path(of: "datasets/glyphs")
        let configuration = try configuration(locator)
        let images = try ImageDataset.open(path, labels: labels.labels ?? configuration.labels)
        try sampling.check(against: images.catalog.splitFolders)
        let spec = try spec(configuration, channels: images.catalog.typicalChannels)
        let options = try options(configuration, spec)
        let now = Date()
        let name = folder.map { ($0 as NSString).lastPathComponent } ?? RunName.make(dataset: path, network: spec.name, at: now)
        defer { Output.clearProgress() }
        var setup = try TrainingSetup(
            runName: name, startedAt: now.ISO8601Format(), network: spec, options: options, dataset: images
        ) { done, total in
            Output.progress("Reading images: \(done.grouped) of \(total.grouped)")
        }
        try weights.filled(from: configuration).apply(to: &setup)
        let store = try RunStore(
            creating: folder ?? "runs/\(name)", manifest: RunManifest(version: Version.current, setup: setup),
            from: setup.firstCheckpoint)
        return TrainingSession(setup: setup, store: store)
    }

    /// Everything that can be said of the options without reading images.
    ///
    /// - Throws: what `prepare` would.
    func check() throws {
        if let folder { try RunStore.checkIsFree(folder) }
        let configuration = try configuration(AssetLocator(explicit: assets))
        let spec = try spec(configuration, channels: 1)
        try TrainingSetup.check(spec, options(configuration, spec))
    }

    private func configuration(_ locator: AssetLocator) throws -> RunConfiguration {
        if let config { return try Self.read(config) }
        guard let recipe else { return RunConfiguration() }
        guard let path = try? locator.path(of: "recipes/\(recipe).json") else {
            throw Failure("no recipe is called \"\(recipe)\"; there are \(locator.recipes.joined(separator: ", "))", .usage)
        }
        return try Self.read(path)
    }

    private static func read(_ path: String) throws -> RunConfiguration {
        let json = try PersonsFile.contents(path, otherwise: "give a JSON file with options")
        do {
            return try RunConfiguration(json: json)
        } catch let error as TrainingError {
            throw Failure("\(path): \(error)", .badConfiguration)
        }
    }

    private func spec(_ configuration: RunConfiguration, channels: Int) throws -> NetworkSpec {
        var size = size
        size.input = size.input ?? configuration.input
        size.embedding = size.embedding ?? configuration.embedding
        var spec: NetworkSpec
        switch (network, configuration.network) {
        case (nil, .described(let described)):
            spec = described
            if let input = size.input { spec.input = input }
        case (nil, .named(let name)): spec = try size.spec(named: name, channels: channels)
        default: spec = try size.spec(named: network ?? "conv4", channels: channels)
        }
        if let initialization = initialization ?? configuration.initialization { spec.initialization = initialization }
        return spec
    }

    private func options(_ configuration: RunConfiguration, _ spec: NetworkSpec) throws -> TrainingOptions {
        var options = configuration.options ?? TrainingOptions(threads: 1)
        if !configuration.choosesDuration { options.duration = .epochs(LengthOptions.defaultEpochs) }
        if !configuration.choosesThreads { (options.threads, options.adaptsThreads) = (Processors.usable, true) }
        if let threads { (options.threadPlan, options.adaptsThreads) = (threads, false) }
        try learning.apply(to: &options, isLossChosen: configuration.choosesLoss, network: spec)
        try sampling.apply(to: &options, batch: learning.batch)
        if augmentation.chosen != .none { options.augmentation = augmentation.chosen }
        if augmentation.views != .upright { options.views = augmentation.views }
        evaluation.apply(to: &options)
        if let duration = length.duration { options.duration = duration }
        if let cache { options.cacheBytes = cache }
        if let seed { options.seed = seed }
        try weights.filled(from: configuration).apply(to: &options, network: spec)
        return options
    }
}
