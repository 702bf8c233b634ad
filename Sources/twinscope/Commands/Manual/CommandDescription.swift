import ArgumentParser
import Foundation

/// The commands as the argument parser describes them to tools (its `--experimental-dump-help`), as far as a manual needs it.
struct CommandDescription: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            var spelling: String { (kind == "long" ? "--" : "-") + name }
        }

        let kind: String
        let shouldDisplay: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let allValues: [String]?
        let abstract: String?
    }

    let commandName: String
    let abstract: String?
    let discussion: String?
    let subcommands: [CommandDescription]?
    let arguments: [Argument]?

    private struct Tool: Decodable {
        let command: CommandDescription
    }

    /// Of the whole program.
    static func ofProgram() throws -> CommandDescription {
        try JSONDecoder().decode(Tool.self, from: Data(Twinscope._dumpHelp().utf8)).command
    }
}
