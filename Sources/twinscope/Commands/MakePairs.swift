import ArgumentParser
import Datasets
import Foundation
import Networks

struct MakePairs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: "Makes a list of pairs from classes: as many genuine as impostor pairs for each class.",
        discussion: """
            OUT ending in .csv becomes a table, left,right,same with 1 for the same class; anything else becomes the two folders \
            similar_all_images and dissimilar_all_images with copies of the images.
            """)

    @Argument(help: "A data set's folder.") var dataset: String
    @Argument(help: "A .csv file, or a new folder.") var out: String
    @Option(
        help: ArgumentHelp("Genuine and impostor pairs for each class.", valueName: "N"), transform: positive("--per-class"))
    var perClass = 10
    @Option(help: "Decides the pairs.", transform: seedNumber) var seed: UInt64 = 1
    @Flag(help: "Write over a list that is there.") var force = false

    func run() throws {
        try Failure.reporting {
            let catalog = try readableImages()
            let isTable = out.lowercased().hasSuffix(".csv")
            guard !isTable || force || !FileManager.default.fileExists(atPath: out) else {
                throw Failure("\(out) is there already; give another name, or `--force` to write over it", .cannotCreate)
            }
            let pairs = try PairSelection(catalog, perClass: perClass, seed: seed).pairs
            let writer = PairListWriter(catalog, pairs)
            if isTable {
                try writer.writeTable(to: out)
            } else {
                try writer.writeFolders(to: out)
            }
            let genuine = pairs.count { $0.same }
            Output.line("\(genuine.grouped) genuine and \((pairs.count - genuine).grouped) impostor pairs in \(out)")
            if !catalog.broken.isEmpty {
                let things = Sentence.noun(
                    "file that cannot be used was", "files that cannot be used were", count: catalog.broken.count)
                Output.line("\(catalog.broken.count.grouped) \(things) left out; \"twinscope data\" names them")
            }
        }
    }

    private func readableImages() throws -> ImageCatalog {
        defer { Output.clearProgress() }
        return try ImageDataset.open(dataset).catalog
            .removingBroken(threads: Processors.usable) { done, total in
                Output.progress("Reading images: \(done.grouped) of \(total.grouped)")
            }
    }
}
