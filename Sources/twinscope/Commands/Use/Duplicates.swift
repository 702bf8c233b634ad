import ArgumentParser
import Datasets
import Foundation
import MetricLearning
import Runs

struct Duplicates: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds groups of images that are nearly the same.",
        discussion: """
            Two images are nearly the same when their distance is below --distance: by default a tenth of the run's threshold, \
            so that other images of the same class are not among them. A group holds whatever is linked by such pairs. A run that \
            learned to compare, or whose twins have weights of their own, says nothing about copies: its embeddings are measured by \
            Euclidean distance, and --distance must be given.
            """)

    @OptionGroup var model: ModelOptions
    @Argument(help: "A folder of images, at any depth.") var gallery: String
    @Option(help: ArgumentHelp("The largest distance.", valueName: "D"), transform: positiveNumber("--distance"))
    var distance: Double?
    @Flag(help: "Print JSON instead of groups of lines.") var json = false

    /// Of the threshold.
    private static let usualShare: Float = 0.1

    func run() throws {
        try Failure.reporting(runError: .badData) {
            let catalog = try ImageCatalog.images(at: [gallery])
            let model = try model.open()
            let (measure, limit) = try closeness(for: model)
            let embedded = try model.embed(gallery: gallery, catalog)
            defer { Output.clearProgress() }
            let groups = NearDuplicates.groups(
                of: embedded.embeddings, by: measure, below: limit, threads: self.model.threadCount
            ) { done, all in
                Output.progress("Comparing: \(done.grouped) of \(all.grouped)")
            }.map { group in
                Group(files: group.members.map { embedded.catalog.items[$0].file }, largestDistance: group.largestDistance)
            }
            Output.clearProgress()
            if json { try Output.json(groups) } else { show(groups, of: embedded.catalog.items.count) }
        }
    }

    /// How embeddings are measured, and the distance below which two are nearly the same.
    private func closeness(for model: TrainedModel) throws -> (Distance, Float) {
        if let measure = model.fixedDistance, !model.hasSeparateTwins {
            guard let limit = distance.map(Float.init) ?? model.weights.threshold.map({ $0 * Self.usualShare }) else {
                throw Failure("the run was never evaluated, so it has no threshold; give --distance", .usage)
            }
            return (measure, limit)
        }
        guard let distance else {
            throw Failure(
                "the run has no distance between an image and its copy, because \(model.fixedDistance == nil ? "it learned to compare" : "its twins have weights of their own"); give --distance, the largest Euclidean one",
                .usage)
        }
        return (.euclidean, Float(distance))
    }

    private func show(_ groups: [Group], of images: Int) {
        for (number, group) in groups.enumerated() {
            Output.line(String(format: "group %d, distances up to %.4f", number + 1, group.largestDistance))
            for file in group.files { Output.line("  \(file)") }
        }
        let members = groups.map(\.files.count).reduce(0, +)
        Output.line(
            "\(groups.count.grouped) group\(groups.count == 1 ? "" : "s") with \(members.grouped) of \(images.grouped) images")
    }

    private struct Group: Encodable {
        let files: [String]
        let largestDistance: Float
    }
}
