import ArgumentParser
import Datasets
import Foundation
import Networks

/// `twinscope bench`: how fast this machine trains and runs a network.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures how fast networks train and embed on this machine.",
        discussion: """
            Trains on pairs with a contrastive loss and Adam, and embeds 1 and 32 images; a learned similarity at the end of a \
            network is left out. NETWORK is a preset, a JSON file, or all.
            """)

    enum Part: String, ExpressibleByArgument, CaseIterable {
        case training
        case inference
    }

    @Option(help: ArgumentHelp("A preset's name, a JSON file, or all.", valueName: "NETWORK")) var network = "conv4"
    @OptionGroup var size: NetworkArgument
    @Option(
        help: ArgumentHelp("Pairs in a training step; by default what the network is usually compared with.", valueName: "N"),
        transform: positive("--batch", upTo: 65_536))
    var batch: Int?
    @Option(help: "What the network multiplies.") var precision = Precision.auto
    @Option(
        help: ArgumentHelp("Processor threads; all cores by default.", valueName: "N"),
        transform: positive("--threads", upTo: 1024))
    var threads = Processors.usable
    @Option(
        help: ArgumentHelp("How long each figure is measured.", valueName: "S"),
        transform: positiveNumber("--seconds", upTo: 3600))
    var seconds = 3.0
    @Option(help: "Measure only this.") var only: Part?
    @Option(
        help: ArgumentHelp(
            "Train on images of this folder, prepared while the engine works, instead of on numbers made beforehand.",
            valueName: "DIR"))
    var data: String?
    @Flag(
        help: """
            Show every layer's time, its multiplications and bytes, its share of what the machine can do at best, and which \
            implementation of oneDNN computes it.
            """) var layers = false
    @Flag(help: "Print JSON instead of a table.") var json = false

    func run() throws {
        try Failure.reporting {
            let benches = try cases().map {
                try NetworkBench($0, precision: precision, threads: threads, duration: seconds, showsLayers: layers)
            }
            // The first step after the launch is timed too, so it comes before everything else.
            if only != .inference { try benches.first?.firstStep() }
            let firstStep = only == .inference ? nil : ProcessAge.seconds
            let peak = try MachinePeak(threads: threads, seconds: min(0.5, seconds))
            let results = try benches.map { bench in
                let result = try measure(bench, peak)
                if !json { Output.lines(BenchTable(result: result).text()) }
                return result
            }
            let report = BenchReport(peak: peak, secondsToFirstStep: firstStep, results: results)
            if json { try Output.json(report) } else { Output.line(report.closingLine) }
        }
    }

    private func measure(_ bench: NetworkBench, _ peak: MachinePeak) throws -> BenchResult {
        let subject = bench.subject
        let batches = try data.map { try loaded($0, for: subject) }
        return BenchResult(
            network: subject.name, input: subject.spec.input.description, precision: precision, threads: threads,
            training: only == .inference ? nil : try bench.training(batches, peak: peak),
            inference: only == .training ? [] : try bench.inference(peak: peak))
    }

    private func cases() throws -> [BenchCase] {
        if network == "all" { return BenchCase.all.map { $0.with(pairs: batch) } }
        if size.input == nil, size.embedding == nil, let preset = try? Preset.named(network) {
            return [BenchCase(preset, pairs: batch)]
        }
        return [BenchCase(try size.spec(named: network), pairs: batch)]
    }

    private func loaded(_ path: String, for subject: BenchCase) throws -> LoadedBatches {
        let catalog = try ImageDataset.open(path).catalog
        let store = try ImageStore(catalog: catalog, shape: subject.spec.input, threads: threads)
        let classes = Array(store.catalog.classes.indices)
        let sampler = try PairSampler(catalog: store.catalog, classes: classes, generator: SeededGenerator(seed: 1))
        return LoadedBatches(
            loader: BatchLoader(
                store: store, sampler: sampler, pairs: subject.pairs, normalization: store.normalization(ofClasses: classes)))
    }
}
