import ArgumentParser
import Datasets
import Foundation
import MetricLearning
import Runs

struct Search: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds the images of a folder that are nearest to one image.",
        discussion: """
            Every image of GALLERY is compared: nothing is approximated. Its embeddings are kept in the run's folder, and made \
            again for files that have changed and for another checkpoint.
            """)

    @OptionGroup var model: ModelOptions
    @Argument(help: "The image that is looked for.") var query: String
    @Argument(help: "A folder of images, at any depth.") var gallery: String
    @Option(help: ArgumentHelp("How many images are shown.", valueName: "N"), transform: positive("--top")) var top = 10
    @OptionGroup var own: ThresholdOption
    @Flag(help: "Print JSON instead of a table.") var json = false

    func run() throws {
        try Failure.reporting(runError: .badData) {
            let image = try ImageDecoder.decode(contentsOf: query)
            let catalog = try ImageCatalog.images(at: [gallery])
            let model = try model.open()
            let embedded = try model.embed(gallery: gallery, catalog)
            let found = try nearest(to: model.embed([image]), in: embedded, model)
            if json { try Output.json(found) } else { try show(found, beside: image) }
        }
    }

    private func nearest(to query: Matrix, in gallery: EmbeddedCatalog, _ model: TrainedModel) throws -> [Match] {
        let threshold = own.threshold ?? model.weights.threshold
        return try model.nearest(to: query.row(0), in: gallery.embeddings, count: top).enumerated().map { rank, found in
            Match(
                rank: rank + 1, file: gallery.catalog.items[found.row].file, distance: found.distance,
                same: threshold.map { AcceptanceRule.accepts(found.distance, at: $0) },
                similarity: model.weights.confidence?(found.distance))
        }
    }

    private func show(_ found: [Match], beside query: DecodedImage) throws {
        if Output.isTerminal {
            let canvas = TextCanvas.ofTerminal
            let room = max(1, (canvas.columns + 1) / (Self.cell + 1) - 1)
            let images = found.prefix(room).compactMap { try? ImageDecoder.decode(contentsOf: $0.file) }
            Output.verbatim(canvas.draw(try ContactSheet.compose([[query] + images], cell: Self.cell)) + "\n")
        }
        Output.line("rank  distance  similarity  same  file")
        for match in found {
            Output.line(
                String(
                    format: "%4d  %8.4f  %@  %@  %@", match.rank, match.distance,
                    match.similarity.map { String(format: "%10.3f", $0) } ?? "         -",
                    match.same.map { $0 ? "yes " : "no  " } ?? "-   ", match.file))
        }
    }

    /// The side of a picture, in pixels of which a character shows two.
    private static let cell = 16

    private struct Match: Encodable {
        let rank: Int
        let file: String
        let distance: Float
        @Nullable var same: Bool?
        @Nullable var similarity: Double?
    }
}
