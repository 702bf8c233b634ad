import ArgumentParser
import Datasets
import Foundation
import Interchange
import MetricLearning
import Networks
import Runs

struct Embed: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the embeddings of images to a file.",
        discussion: """
            FILE ends in .npy or .safetensors (float32, a row an image, with the images' names beside it in FILE.names.txt), or in \
            .csv. Images that cannot be read are named and left out.
            """)

    @OptionGroup var model: ModelOptions
    @Argument(help: ArgumentHelp("Images, and folders of images at any depth.", valueName: "path")) var paths: [String]
    @Option(
        help: "What convolutions and linear layers multiply; f32 gives the same numbers as other programs do.")
    var precision = Precision.f32
    @OptionGroup var side: SideOption
    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The file to write.", valueName: "FILE")) var output: String

    func validate() throws {
        guard EmbeddingFile.Format(path: output) != nil else {
            throw ValidationError("-o \(output) must end in .npy, .safetensors or .csv.")
        }
    }

    func run() throws {
        try Failure.reporting {
            let catalog = try ImageCatalog.images(at: paths)
            let model = try model.open(precision: precision)
            let side = try side.chosen(twinsAreSeparate: model.hasSeparateTwins)
            defer { Output.clearProgress() }
            var broken = catalog.broken.map { "\($0.file) was left out: it \($0.reason)" }
            let rows = try EmbeddingFile.write(to: output, columns: model.embeddingSize) { append in
                try model.embed(catalog, side: side) { items, embeddings, reasons in
                    let readable = items.filter { reasons[$0] == nil }
                    try append(readable.map { catalog.items[$0].file }, embeddings.rows(readable.map { $0 - items.lowerBound }))
                    broken += reasons.sorted { $0.key < $1.key }.map {
                        "\(catalog.items[$0.key].file) was left out: it \($0.value)"
                    }
                    Output.progress("Embedding: \(items.upperBound.grouped) of \(catalog.items.count.grouped)")
                }
                if broken.count == catalog.items.count + catalog.broken.count {
                    throw Failure("none of the images can be read; the first one: \(broken[0])", .badData)
                }
            }
            Output.clearProgress()
            for line in broken { Output.note(line) }
            Output.line("\(rows.grouped) embeddings of \(model.embeddingSize) numbers in \(output)")
        }
    }
}

extension Matrix {
    /// Some of the rows, in the order that is given.
    func rows(_ chosen: [Int]) -> Matrix {
        Matrix(rows: chosen.count, columns: columns, values: chosen.flatMap { row($0) })
    }
}
