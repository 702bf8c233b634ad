import ArgumentParser
import Datasets
import Foundation
import MetricLearning
import Networks
import Runs

struct Duplicates: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds groups of images that are nearly the same.",
        discussion: """
            Two images are nearly the same when their distance is below --distance: by default a tenth of the way from that of a \
            copy to the run's threshold, so that other images of the same class are not among them. A group holds whatever is \
            linked by such pairs. Where the network learned to compare, it is asked for every pair, which takes its time for more \
            than some thousand images. A run whose twins have weights of their own says nothing about copies: its embeddings \
            are measured by Euclidean distance, and --distance must be given.
            """)

    @OptionGroup var model: ModelOptions
    @Argument(help: "A folder of images, at any depth.") var gallery: String
    @Option(parsing: .unconditional, help: ArgumentHelp("The largest distance.", valueName: "D"))
    var distance: Float?
    @Flag(help: "Print JSON instead of groups of lines.") var json = false

    /// Of the way from a copy to the threshold.
    private static let usualShare: Float = 0.1

    func run() throws {
        try Failure.reporting(runError: .badData) {
            let catalog = try ImageCatalog.images(at: [gallery])
            let model = try model.open()
            let measure = measure(of: model)
            let limit = try limit(for: model)
            let embedded = try model.embed(gallery: gallery, catalog)
            defer { Output.clearProgress() }
            func progress(_ done: Int, _ all: Int) { Output.progress("Comparing: \(done.grouped) of \(all.grouped)") }
            let found =
                switch measure {
                case .fixed(let distance):
                    NearDuplicates.groups(
                        of: embedded.embeddings, by: distance, below: limit, threads: self.model.threadCount, progress: progress)
                case .learned: try model.learnedNearDuplicates(in: embedded.embeddings, below: limit, progress: progress)
                }
            let groups = found.map { group in
                Group(files: group.members.map { embedded.catalog.items[$0].file }, largestDistance: group.largestDistance)
            }
            Output.clearProgress()
            if json { try Output.json(groups) } else { show(groups, of: embedded.catalog.items.count) }
        }
    }

    private enum Measure {
        case fixed(Distance)
        case learned
    }

    private func measure(of model: TrainedModel) -> Measure {
        if model.hasSeparateTwins { return .fixed(.euclidean) }
        return model.fixedDistance.map(Measure.fixed) ?? .learned
    }

    /// The distance below which two images are nearly the same.
    private func limit(for model: TrainedModel) throws -> Float {
        if let distance {
            // What was learned is a logit and may be below zero.
            guard distance > 0 || (model.fixedDistance == nil && !model.hasSeparateTwins && distance.isFinite) else {
                throw Failure(
                    "--distance \(distance) has no image within it; give a number above 0, as in `--distance 0.1`", .usage)
            }
            return distance
        }
        guard !model.hasSeparateTwins else {
            throw Failure(
                "the run has no distance between an image and its copy, because its twins have weights of their own; give the largest Euclidean one with `--distance D`",
                .usage)
        }
        guard let threshold = model.weights.threshold else {
            throw Failure("the run was never evaluated, so it has no threshold; give one with `--distance D`", .usage)
        }
        let ofCopies = try model.learnedDistanceOfCopies() ?? 0
        guard threshold > ofCopies else {
            throw Failure(
                "the run takes an image and its copy for different classes, since it learned too little; give the largest one with `--distance D`",
                .usage)
        }
        return ofCopies + Self.usualShare * (threshold - ofCopies)
    }

    private func show(_ groups: [Group], of images: Int) {
        for (number, group) in groups.enumerated() {
            Output.line(String(format: "group %d, distances up to %.4f", number + 1, group.largestDistance))
            for file in group.files { Output.line("  \(file)") }
        }
        let members = groups.map(\.files.count).reduce(0, +)
        Output.line(
            "\(groups.count.grouped) \(Sentence.noun("group", count: groups.count)) with \(members.grouped) of \(images.grouped) images"
        )
    }

    private struct Group: Encodable {
        let files: [String]
        let largestDistance: Float
    }
}
