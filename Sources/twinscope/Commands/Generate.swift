import ArgumentParser
import Datasets
import Foundation

struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws data sets.", subcommands: [GenerateGlyphs.self])
}

struct GenerateGlyphs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glyphs",
        abstract: "Draws characters of invented alphabets by invented hands, in Omniglot's layout.")

    @Argument(help: "The folder to make.") var folder: String
    @Option(help: "Decides every stroke.", transform: seedNumber) var seed: UInt64 = 1

    func run() throws {
        try Failure.reporting {
            let summary = try GlyphGenerator.generate(into: folder, seed: seed)
            Output.line("\(summary.images.grouped) drawings of \(summary.characters.grouped) characters in \(folder)")
        }
    }
}
