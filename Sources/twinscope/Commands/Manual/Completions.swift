import ArgumentParser

struct Completions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints a completion script for bash, zsh or fish.",
        discussion: """
            bash: twinscope completions bash > ~/.local/share/bash-completion/completions/twinscope
            zsh: twinscope completions zsh > DIR/_twinscope, DIR being in $fpath
            fish: twinscope completions fish > ~/.config/fish/completions/twinscope.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish

        var known: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "The shell.") var shell: Shell

    func run() {
        Output.verbatim(Twinscope.completionScript(for: shell.known))
    }
}
