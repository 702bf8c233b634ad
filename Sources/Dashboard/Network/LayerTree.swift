import Networks

/// The layers of a network as a tree: `layer1.0.conv1` lies in the block `layer1.0`, which lies in `layer1`.
struct LayerTree: Hashable, Sendable {
    /// A line of the tree: a layer, or a block with everything that belongs to it.
    struct Row: Hashable, Sendable {
        /// The whole name, which is unique.
        let path: String
        /// What is written: the last part of a layer's name, the whole path of a block.
        let title: String
        let depth: Int
        /// The nodes of the graph that it stands for; one of a layer.
        let nodes: Range<Int>
        let isBlock: Bool
    }

    /// All rows, blocks before what they hold.
    let rows: [Row]

    init(_ graph: NetworkGraph) {
        rows = Self.rows(graph.nodes.map { $0.name.split(separator: ".").map(String.init) }, in: graph.nodes.indices, depth: 0)
    }

    private static func rows(_ names: [[String]], in range: Range<Int>, depth: Int) -> [Row] {
        var rows: [Row] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let name = names[start]
            let path = name.prefix(depth + 1).joined(separator: ".")
            if name.count <= depth + 1 {
                rows.append(Row(path: path, title: name.last ?? path, depth: depth, nodes: start..<start + 1, isBlock: false))
                start += 1
                continue
            }
            let end = names[start..<range.upperBound].firstIndex { $0.count <= depth + 1 || $0[depth] != name[depth] }
            let nodes = start..<(end ?? range.upperBound)
            rows.append(Row(path: path, title: path, depth: depth, nodes: nodes, isBlock: true))
            rows += Self.rows(names, in: nodes, depth: depth + 1)
            start = nodes.upperBound
        }
        return rows
    }

    /// The rows that are seen while some blocks are folded.
    func visible(folded: Set<String>) -> [Row] {
        var result: [Row] = []
        var hiddenBelow: Int?
        for row in rows {
            if let depth = hiddenBelow, row.depth > depth { continue }
            hiddenBelow = row.isBlock && folded.contains(row.path) ? row.depth : nil
            result.append(row)
        }
        return result
    }

    /// The block that holds a row.
    func parent(of path: String) -> Row? {
        rows.last { $0.isBlock && path.hasPrefix($0.path + ".") }
    }

    /// What is folded at first: the innermost blocks of networks too deep for a screen.
    var foldedAtFirst: Set<String> {
        guard rows.count > 48 else { return [] }
        let blocks = rows.filter(\.isBlock)
        return Set(blocks.filter { block in !blocks.contains { $0.path.hasPrefix(block.path + ".") } }.map(\.path))
    }
}
