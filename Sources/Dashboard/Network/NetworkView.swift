import Networks

/// Which blocks of the network are folded, and which row is chosen.
struct NetworkView: Hashable, Sendable {
    private(set) var tree: LayerTree?
    private(set) var folded: Set<String> = []
    private(set) var selected = 0
    /// Whether the chosen layer shows what it makes of the current pair, instead of its weights.
    var showsActivations = false

    mutating func show(_ graph: NetworkGraph) {
        let tree = LayerTree(graph)
        self.tree = tree
        folded = tree.foldedAtFirst
        selected = 0
    }

    var rows: [LayerTree.Row] { tree?.visible(folded: folded) ?? [] }
    var chosen: LayerTree.Row? { rows.indices.contains(selected) ? rows[selected] : nil }

    mutating func scroll(_ scroll: Scroll, page: Int) {
        let count = rows.count
        if count > 0 { selected = scroll.place(from: selected, count: count, page: page) }
    }

    /// Folds the chosen block, or opens it.
    ///
    /// - Returns: whether there was one.
    mutating func toggle() -> Bool {
        guard let row = chosen, row.isBlock else { return false }
        if folded.remove(row.path) == nil { folded.insert(row.path) }
        return true
    }

    /// Folds the block that the chosen row is or lies in, and chooses it.
    mutating func fold() -> Bool {
        guard let row = chosen else { return false }
        let isOpen = row.isBlock && !folded.contains(row.path)
        guard let block = isOpen ? row : tree?.parent(of: row.path) else { return false }
        folded.insert(block.path)
        selected = rows.firstIndex { $0.path == block.path } ?? 0
        return true
    }

    mutating func unfold() -> Bool {
        guard let row = chosen, row.isBlock else { return false }
        if folded.remove(row.path) == nil { selected += 1 }
        return true
    }

    /// Folds all blocks, or opens all.
    mutating func toggleAll() -> Bool {
        guard let tree, tree.rows.contains(where: \.isBlock) else { return false }
        let path = chosen?.path
        folded = folded.isEmpty ? Set(tree.rows.filter(\.isBlock).map(\.path)) : []
        // The chosen row, or the outermost block that swallowed it.
        selected = rows.lastIndex { row in path.map { $0 == row.path || $0.hasPrefix(row.path + ".") } ?? false } ?? 0
        return true
    }
}
