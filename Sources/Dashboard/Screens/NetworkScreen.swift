import Networks

/// Every layer with what it makes and costs, totals below.
func drawNetworkScreen(_ state: DashboardState, in rect: Rect, on canvas: inout Canvas) {
    guard let graph = state.run.graph, let description = state.run.description else {
        canvas.text("waiting for the run", in: rect, row: rect.rows / 2, canvas.theme.faint, align: .center)
        return
    }
    let theme = canvas.theme
    let (sketch, rest) = rect.splitTop(rect.rows >= 24 ? 5 : 0)
    if !sketch.isEmpty { drawTwins(graph, in: sketch, on: &canvas) }
    let images = 2 * description.options.batchPairs
    let inside = canvas.panel(graph.name, in: rest, note: "memory at \(images) images, f32").inset(columns: 1)
    let (header, below) = inside.splitTop(1)
    let (list, totals) = below.splitTop(below.rows - 2)
    let columns = NetworkColumns(width: inside.columns)
    columns.draw(NetworkColumns.titles, in: header, theme.faint, on: &canvas)
    let first = min(state.networkScroll, max(0, graph.nodes.count - list.rows))
    for (row, node) in graph.nodes.dropFirst(first).prefix(list.rows).enumerated() {
        let isChosen = first + row == state.networkScroll
        let line = Rect(column: list.column, row: list.row + row, columns: list.columns, rows: 1)
        if isChosen { canvas.fill(line, " ", theme.selected) }
        let style = isChosen ? theme.selected : node.parameters.isEmpty ? theme.faint : theme.plain
        columns.draw(NetworkColumns.cells(node, images: images), in: line, style, on: &canvas)
    }
    for column in 0..<totals.columns { canvas.put("─", totals.column + column, totals.row, theme.border) }
    let values = graph.nodes.map(\.outputShape.count).reduce(0, +)
    let totalsLine = Rect(column: totals.column, row: totals.row + 1, columns: totals.columns, rows: 1)
    columns.draw(
        [
            "total", "\(graph.nodes.count) layers", graph.output.description, NumberText.grouped(graph.parameterCount),
            NumberText.magnitude(graph.multiplyAccumulates), NumberText.bytes(values * 4 * images),
        ], in: totalsLine, theme.strong, on: &canvas)
}

/// The columns of the layer table, spread over the room there is.
private struct NetworkColumns {
    private let widths: [Int]

    init(width: Int) {
        let fixed = [12, 12, 11, 12, 9, 10]
        let spare = max(0, width - fixed.reduce(0, +) - fixed.count + 1)
        widths = fixed.enumerated().map { $1 + ($0 == 0 ? spare / 2 : $0 == 1 ? spare - spare / 2 : 0) }
    }

    static let titles = ["layer", "type", "output", "parameters", "MACs", "memory"]

    static func cells(_ node: NetworkGraph.Node, images: Int) -> [String] {
        [
            node.name, node.operation.typeName, node.outputShape.description,
            node.parameterCount == 0 ? "" : NumberText.grouped(node.parameterCount),
            node.multiplyAccumulates == 0 ? "" : NumberText.magnitude(node.multiplyAccumulates),
            NumberText.bytes(node.outputShape.count * 4 * images),
        ]
    }

    func draw(_ cells: [String], in rect: Rect, _ style: Style, on canvas: inout Canvas) {
        var column = 0
        for (index, cell) in cells.enumerated() where index < widths.count {
            let place = Rect(
                column: rect.column + column, row: rect.row, columns: min(widths[index], rect.columns - column), rows: 1)
            canvas.text(cell, in: place, style, align: index < 2 ? .left : .right)
            column += widths[index] + 1
        }
    }
}

/// Twins as what they are: two inputs, one set of weights, one distance.
private func drawTwins(_ graph: NetworkGraph, in rect: Rect, on canvas: inout Canvas) {
    let input = "\(graph.input)"
    let box = " \(graph.name): \(NumberText.magnitude(graph.parameterCount)) shared weights "
    let lines = [
        "left  \(input) ──╮ ╭\(String(repeating: "─", count: box.count))╮ ╭── \(graph.output) ──╮",
        "\(String(repeating: " ", count: input.count + 8)) ├─┤\(box)├─┤\(String(repeating: " ", count: "\(graph.output)".count + 6))├── distance",
        "right \(input) ──╯ ╰\(String(repeating: "─", count: box.count))╯ ╰── \(graph.output) ──╯",
    ]
    for (row, line) in lines.enumerated() {
        let centred = max(0, (rect.columns - (lines.map(\.count).max() ?? 0)) / 2)
        canvas.text(line, in: rect, row: row + 1, offset: centred, canvas.theme.accent)
    }
}
