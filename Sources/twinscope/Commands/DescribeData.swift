import ArgumentParser
import Datasets
import Foundation
import Networks

struct DescribeData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data",
        abstract: "Recognises a data set and describes it: counts, sizes, broken files, a sheet of its images.",
        discussion: """
            PATH is a folder of class folders, Omniglot, ORL or LFW, the two folders of a set of pairs, MNIST-style IDX files, \
            Pascal VOC annotations, or a list of pairs (.csv, .tsv, .json). With --augmented the sheet shows what a network would \
            see: each row an image as it is, then changed.
            """)

    @Argument(help: "A data set's folder, a list of pairs or an IDX file.") var path: String
    @OptionGroup var meaning: PairLabelOption
    @Flag(help: "Show images as a network sees them, with the changes below.") var augmented = false
    @OptionGroup var augmentation: AugmentationOptions
    @OptionGroup var size: ImageSizeOption
    @Option(help: "Decides which images are shown, and their changes.", transform: seedNumber) var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Write the sheet as a PNG file.", valueName: "FILE")) var sheet: String?
    @Flag(help: "Print no sheet.") var noSheet = false
    @Flag(help: "Print JSON instead of a table and a sheet.") var json = false

    func run() throws {
        try Failure.reporting {
            let dataset = try ImageDataset.open(path, labels: meaning.labels)
            let survey = survey(dataset)
            if json {
                try Output.json(survey)
            } else {
                Output.lines(SurveyText(survey, of: path).text)
            }
            if !json || sheet != nil { try show(dataset) }
        }
    }

    private func survey(_ dataset: ImageDataset) -> DatasetSurvey {
        defer { Output.clearProgress() }
        return DatasetSurvey(dataset, threads: Processors.usable) { done, total in
            Output.progress("Reading images: \(done.grouped) of \(total.grouped)")
        }
    }

    private func show(_ dataset: ImageDataset) throws {
        let sheets = SampleSheet(catalog: dataset.catalog, seed: seed)
        let canvas = TextCanvas.ofTerminal
        let cell = 16
        let columns = max(2, min(16, (canvas.columns + 1) / (cell + 1)))
        func rows() throws -> [[DecodedImage]] {
            augmented
                ? try sheets.augmented(
                    size.input, by: augmentation.chosenOrUsual, views: augmentation.views, rows: 4, columns: columns)
                : sheets.images(rows: 3, columns: columns)
        }
        let images = try rows()
        guard !images.isEmpty else { return }
        if let sheet { try write(ContactSheet.compose(images, cell: 105), to: sheet) }
        if !noSheet, !json { Output.verbatim("\n" + canvas.draw(try ContactSheet.compose(images, cell: cell))) }
    }

    private func write(_ image: DecodedImage, to file: String) throws {
        let bytes = try PNGEncoder.encode(image)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: file))
        } catch {
            throw Failure("\(file) cannot be written; name a file in a folder that exists", .cannotCreate)
        }
    }
}
