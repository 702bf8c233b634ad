import ArgumentParser

struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the manual page.",
        discussion: "twinscope manual > ~/.local/share/man/man1/twinscope.1, or: twinscope manual | man -l -")

    func run() throws {
        Output.verbatim(ManualPage(try CommandDescription.ofProgram()).text)
    }
}
