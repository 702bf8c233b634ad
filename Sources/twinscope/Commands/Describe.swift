import ArgumentParser
import Foundation
import Networks

struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows every layer of a network: shapes, parameters, multiply-accumulates, memory.",
        discussion: "NETWORK is \(Preset.names), or a JSON file.")

    @Argument(help: "A preset's name or a JSON file.") var network: String
    @OptionGroup var size: NetworkArgument
    @Flag(help: "Print JSON instead of a table.") var json = false

    func run() throws {
        try Failure.reporting {
            let graph = try NetworkGraph(size.spec(named: network))
            if json { Output.json(text: try GraphTable(graph).json()) } else { Output.lines(GraphTable(graph).text()) }
        }
    }
}
