import ArgumentParser
import Foundation
import Interchange
import Networks
import Runs

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a run as one page of HTML that needs nothing else.",
        discussion: """
            Curves with the edits marked, distances of test pairs and their ROC, the hardest pairs with their pictures, layers, and \
            the command that repeats the run. It follows the reader's choice of light or dark, and prints.
            """)

    @Argument(help: ArgumentHelp("A run's folder or name; the latest by default.", valueName: "run")) var name: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE.html")) var output: String
    @OptionGroup var moved: MovedDatasetOption

    @Flag(help: "Leave the pictures of pairs out; then the images are not needed.") var noPictures = false

    func run() throws {
        try Failure.reporting {
            let page = try Failure.reporting(runError: .badData) {
                let run = try RunArgument.open(name)
                let pictures =
                    noPictures
                    ? nil
                    : try TestPictures(
                        of: run, at: moved.dataset,
                        otherwise:
                            "`twinscope report \(ShellWord.quoted(run.folder)) -o \(ShellWord.quoted(output)) --no-pictures`")
                for remark in pictures?.remarks ?? [] { Output.note(remark) }
                return try RunReport(run, pictures: pictures).html
            }
            try AtomicFile.write(to: output) { try $0.write(contentsOf: Data(page.utf8)) }
            Output.line("\(output): \(page.utf8.count.grouped) bytes")
        }
    }
}
