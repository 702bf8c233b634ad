import Networks
import Training

/// The layers of a network as a tree, one a row, and their totals. Columns come as the room allows.
struct LayerTable {
    let graph: NetworkGraph
    let view: NetworkView
    /// In a batch; what the memory of the values is counted for.
    let images: Int
    let statistics: LayerStatistics?
    var costs: LayerCosts?
    let isFocused: Bool

    private static let bytesPerValue = 4
    /// The frame, the titles and the totals.
    static let rowsBesides = 5

    func draw(in canvas: inout Canvas, rect: Rect) {
        let inside = canvas.panel(
            "Layers of \(graph.name)", in: rect, note: "memory of a batch of \(NumberText.grouped(images)) images",
            isFocused: isFocused)
        let rows = view.rows
        let columns = Columns(
            width: inside.columns, rows: rows, graph: graph, hasStatistics: statistics != nil, costs: costs)
        draw(columns.shown.map(\.title), columns, in: &canvas, rect: inside, row: 0, style: canvas.theme.faint)
        let (_, rest) = inside.splitTop(1)
        let (body, footer) = rest.splitTop(rest.rows - 2)
        let window = ListWindow(selected: view.selected, count: rows.count, rows: body.rows)
        for (row, place) in window.range.enumerated() {
            let isSelected = place == view.selected
            let style = isSelected ? canvas.theme.selected : rows[place].isBlock ? canvas.theme.strong : .plain
            if isSelected { canvas.fill(body.splitTop(row).rest.splitTop(1).top, " ", style) }
            let texts = columns.shown.map { text($0, of: rows[place], width: columns.width(of: $0)) }
            draw(texts, columns, in: &canvas, rect: body, row: row, style: style)
        }
        canvas.fill(footer.splitTop(1).top, "─", canvas.theme.border)
        let total = LayerTree.Row(path: "", title: "total", depth: 0, nodes: graph.nodes.indices, isBlock: true)
        let totals = columns.shown.map { $0 == .name ? "total" : text($0, of: total, width: columns.width(of: $0)) }
        draw(totals, columns, in: &canvas, rect: footer, row: 1, style: canvas.theme.strong)
    }

    private func draw(
        _ texts: [String], _ columns: Columns, in canvas: inout Canvas, rect: Rect, row: Int, style: Style
    ) {
        var offset = 1
        for (column, text) in zip(columns.shown, texts) {
            let width = columns.width(of: column)
            canvas.text(
                text, in: rect.splitLeft(offset).rest.splitLeft(width).left, row: row, style,
                align: column.isText ? .left : .right)
            offset += width + 1
        }
    }

    private func text(_ column: Column, of row: LayerTree.Row, width: Int) -> String {
        let nodes = graph.nodes[row.nodes]
        switch column {
        case .name:
            let mark = row.isBlock ? view.folded.contains(row.path) ? "▸ " : "▾ " : ""
            return String(repeating: " ", count: 2 * row.depth) + mark + row.title
        case .operation:
            guard !row.isBlock, let node = nodes.first else { return "\(nodes.count) layers" }
            return width >= node.operation.detail.count ? node.operation.detail : node.operation.brief
        case .kernel: return row.isBlock ? "" : nodes.first?.operation.window ?? ""
        case .input: return nodes.first?.inputShape.description ?? ""
        case .output: return (nodes.last?.outputShape ?? graph.output).description
        case .parameters: return Self.orDot(nodes.reduce(0) { $0 + $1.parameterCount }, NumberText.grouped)
        case .work: return Self.orDot(nodes.reduce(0) { $0 + $1.multiplyAccumulates }, NumberText.magnitude)
        case .share:
            let share = Double(nodes.reduce(0) { $0 + $1.multiplyAccumulates }) / Double(max(1, graph.multiplyAccumulates))
            return share == 0 ? "·" : share < 0.0005 ? "0.0 %" : NumberText.tick(share * 100, spacing: 0.1) + " %"
        case .memory:
            let measured = costs.map { costs in nodes.reduce(0) { $0 + (costs[$1.name]?.activationBytes ?? 0) } }
            let computed = nodes.reduce(0) { $0 + $1.outputShape.count } * images * Self.bytesPerValue
            return Self.orDot(measured ?? computed, NumberText.bytes)
        case .time:
            guard let costs, costs.seconds > 0 else { return "" }
            let share = nodes.reduce(0) { $0 + (costs[$1.name]?.seconds ?? 0) } / costs.seconds
            return share == 0 ? "·" : NumberText.tick(share * 100, spacing: 0.1) + " %"
        case .implementation: return row.isBlock ? "" : nodes.first.flatMap { costs?[$0.name]?.forward }.map { " " + $0 } ?? ""
        case .update: return figure(of: nodes) { $0.updateRatio.map { NumberText.brief($0) } }
        case .dead: return figure(of: nodes) { $0.deadFraction.map { NumberText.tick(Double($0) * 100, spacing: 1) + " %" } }
        }
    }

    /// A figure of the only layer with parameters among some.
    private func figure(of nodes: ArraySlice<NetworkGraph.Node>, _ value: (LayerFigures) -> String?) -> String {
        guard nodes.count == 1, let name = nodes.first?.name, let figures = statistics?[name] else { return "" }
        return value(figures) ?? "·"
    }

    private static func orDot(_ value: Int, _ text: (Int) -> String) -> String { value == 0 ? "·" : text(value) }
}

extension LayerTable {
    enum Column: CaseIterable, Hashable {
        case name, operation, kernel, input, output, parameters, work, share, memory, time, update, dead, implementation

        var title: String {
            switch self {
            case .name: "layer"
            case .operation: "operation"
            case .kernel: "kernel"
            case .input: "input"
            case .output: "output"
            case .parameters: "parameters"
            case .work: "MACs"
            case .share: "of MACs"
            case .memory: "memory"
            case .time: "time"
            case .implementation: " by oneDNN"
            case .update: "update"
            case .dead: "dead"
            }
        }

        var isText: Bool { self == .name || self == .operation || self == .implementation }
    }

    /// Which columns are shown, the least telling ones left out where the window is narrow, and how wide they are.
    struct Columns {
        let shown: [Column]
        private let widths: [Column: Int]

        /// The first to go is the last here.
        private static let byImportance: [Column] = [
            .name, .output, .parameters, .time, .memory, .operation, .work, .update, .dead, .implementation, .share, .input,
            .kernel,
        ]

        init(width: Int, rows: [LayerTree.Row], graph: NetworkGraph, hasStatistics: Bool, costs: LayerCosts?) {
            let name = rows.map { 2 * $0.depth + ($0.isBlock ? 2 : 0) + $0.title.count }.max() ?? 5
            let shape = max(
                6, graph.nodes.map { max($0.outputShape.description.count, $0.inputShape.description.count) }.max() ?? 6)
            var widths: [Column: Int] = [
                .name: max(5, min(name, width / 3)), .operation: 18, .kernel: 7, .input: shape, .output: shape,
                .parameters: max(10, NumberText.grouped(graph.parameterCount).count), .work: 8, .share: 8, .memory: 9, .time: 7,
                .update: 7, .dead: 5, .implementation: 1 + (costs?.layers.map(\.forward.count).max() ?? 0),
            ]
            if costs == nil { (widths[.time], widths[.implementation]) = (nil, nil) }
            if !hasStatistics { (widths[.update], widths[.dead]) = (nil, nil) }
            var room = width - 1
            var kept: Set<Column> = []
            for column in Self.byImportance {
                guard let needed = widths[column], room >= needed + 1 else { continue }
                kept.insert(column)
                room -= needed + 1
            }
            if kept.contains(.operation) { widths[.operation] = 18 + max(0, min(room, 16)) }
            self.widths = widths
            shown = Column.allCases.filter(kept.contains)
        }

        func width(of column: Column) -> Int { widths[column] ?? 0 }
    }
}

extension Networks.Operation {
    /// The size of what slides over the image: `3x3`, with the stride where it is not 1.
    fileprivate var window: String? {
        switch self {
        case .convolution(let layer): "\(layer.kernel)" + (layer.stride == 1 ? "" : "/\(layer.stride.height)")
        case .maxPool(let pooling), .averagePool(let pooling): "\(pooling.kernel)/\(pooling.stride.height)"
        default: nil
        }
    }
}
