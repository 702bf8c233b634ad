import ArgumentParser
import Datasets
import Foundation
import Runs

struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Names the class of images from one or a few examples of each class.",
        discussion: """
            SUPPORT holds one folder for each class, with one or more images. An image is of the class of its nearest example, or \
            of none where even that is beyond the run's threshold.
            """)

    @OptionGroup var model: ModelOptions
    @Argument(help: "A folder of class folders with examples.") var support: String
    @Argument(help: ArgumentHelp("Images, and folders of images at any depth.", valueName: "image")) var images: [String]
    @OptionGroup var own: ThresholdOption
    @Flag(help: "Print JSON instead of a table.") var json = false

    func run() throws {
        try Failure.reporting(runError: .badData) {
            let examples = try ImageCatalog.examples(in: support)
            let catalog = try ImageCatalog.images(at: images)
            let model = try model.open()
            defer { Output.clearProgress() }
            let known = try embed(examples, "examples", with: model)
            let asked = try embed(catalog, "images", with: model)
            guard !known.catalog.items.isEmpty else {
                throw Failure("none of the examples in \(support) can be read; give images that open elsewhere", .badData)
            }
            let trained = model.trainedImages(among: asked.catalog.items.map(\.file))
            let answers = try asked.catalog.items.indices.map { item in
                let file = asked.catalog.items[item].file
                return try answer(file, asked.embeddings.row(item), known, model, isTrained: trained.contains(file))
            }
            if json { try Output.json(answers) } else { show(answers) }
        }
    }

    private func embed(_ catalog: ImageCatalog, _ what: String, with model: TrainedModel) throws -> EmbeddedCatalog {
        let embedded = try model.embed(catalog) { done, all in
            Output.progress("Embedding the \(what): \(done.grouped) of \(all.grouped)")
        }
        Output.clearProgress()
        Output.note(leftOut: embedded.catalog.broken)
        return embedded
    }

    private func answer(
        _ file: String, _ embedding: ArraySlice<Float>, _ known: EmbeddedCatalog, _ model: TrainedModel, isTrained: Bool
    ) throws -> Answer {
        let nearest = try model.nearest(to: embedding, in: known.rightEmbeddings, count: 1).first?.row ?? 0
        let verdict = try model.compare(embedding, known.rightEmbeddings.row(nearest), threshold: own.threshold)
        let example = known.catalog.items[nearest]
        return Answer(
            file: file, class: verdict.same ? known.catalog.classes[example.classIndex].path : nil,
            nearestClass: known.catalog.classes[example.classIndex].path, nearestExample: example.file,
            distance: verdict.distance, threshold: verdict.threshold, similarity: verdict.confidence, trainedOn: isTrained)
    }

    private func show(_ answers: [Answer]) {
        let width = answers.map(\.words.count).max() ?? 0
        for answer in answers {
            let similarity = answer.similarity.map { String(format: "  similarity %.3f", $0) } ?? ""
            Output.line(
                answer.words.padding(toLength: width, withPad: " ", startingAt: 0)
                    + String(format: "  distance %.4f", answer.distance) + similarity + "  \(answer.file)"
                    + (answer.trainedOn ? "  (trained on)" : ""))
        }
    }

    private struct Answer: Encodable {
        let file: String
        /// `nil` for none of these.
        @Nullable var `class`: String?
        let nearestClass: String
        let nearestExample: String
        let distance: Float
        let threshold: Float
        @Nullable var similarity: Double?
        /// Whether the run was trained on this image.
        let trainedOn: Bool

        var words: String { self.class ?? "none of these (nearest: \(nearestClass))" }
    }
}
