import Foundation
import Networks

/// A network's layers as a table for people, or as JSON for scripts.
struct GraphTable {
    private let graph: NetworkGraph

    init(_ graph: NetworkGraph) {
        self.graph = graph
    }

    func text() -> String {
        let header = ["layer", "type", "output", "parameters", "MACs", "memory"]
        let rows = graph.nodes.map { node in
            [
                node.name, node.operation.typeName, node.outputShape.description, node.parameterCount.grouped,
                node.multiplyAccumulates.grouped, (node.outputShape.count * 4).asBytes,
            ]
        }
        let values = graph.nodes.map(\.outputShape.count).reduce(0, +)
        let total = [
            "total", "", "", graph.parameterCount.grouped, graph.multiplyAccumulates.grouped, (values * 4).asBytes,
        ]
        let widths = header.indices.map { column in
            ([header, total] + rows).map { $0[column].count }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            cells.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                // Words stand left, numbers right.
                return column < 3 ? cell + blanks : blanks + cell
            }.joined(separator: "  ")
        }
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        let title = "\(graph.name), input \(graph.input), embedding \(graph.output); memory of one image in f32"
        return ([title, "", line(header), rule] + rows.map(line) + [rule, line(total)]).joined(separator: "\n")
    }

    func json() throws -> String {
        struct LayerRow: Encodable {
            let name: String
            let type: String
            let input: [Int]
            let output: [Int]
            let parameters: Int
            let multiplyAccumulates: Int
            let outputBytes: Int
        }
        struct Table: Encodable {
            let network: String
            let input: [Int]
            let embedding: Int
            let parameters: Int
            let multiplyAccumulates: Int
            let layers: [LayerRow]
        }
        let table = Table(
            network: graph.name, input: graph.input.dimensions, embedding: graph.output.count,
            parameters: graph.parameterCount, multiplyAccumulates: graph.multiplyAccumulates,
            layers: graph.nodes.map { node in
                LayerRow(
                    name: node.name, type: node.operation.typeName, input: node.inputShape.dimensions,
                    output: node.outputShape.dimensions, parameters: node.parameterCount,
                    multiplyAccumulates: node.multiplyAccumulates, outputBytes: node.outputShape.count * 4)
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(table), as: UTF8.self)
    }
}

extension Int {
    /// `12,345,678`: digits in threes, whatever the locale.
    var grouped: String {
        let digits = Array(String(magnitude))
        let grouped = digits.enumerated().map { place, digit in
            place > 0 && (digits.count - place) % 3 == 0 ? ",\(digit)" : "\(digit)"
        }
        return (self < 0 ? "-" : "") + grouped.joined()
    }

    /// `4.0 KiB`, `1.5 MiB`.
    var asBytes: String {
        var value = Double(self)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 1024 { return unit == "B" ? "\(self) B" : String(format: "%.1f %@", value, unit) }
            value /= 1024
        }
        return String(format: "%.1f TiB", value)
    }
}
