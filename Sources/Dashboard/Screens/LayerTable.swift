import Networks

/// The layers of a network, one a row, and their totals.
struct LayerTable {
    let graph: NetworkGraph
    /// In a batch; what the memory of the values is counted for.
    let images: Int
    let selected: Int

    private static let bytesPerValue = 4

    func draw(in canvas: inout Canvas, rect: Rect) {
        let inside = canvas.panel(
            "Layers of \(graph.name)", in: rect, note: "memory of a batch of \(NumberText.grouped(images)) images",
            isFocused: true)
        let columns = layout(width: inside.columns)
        let header = Row(
            name: "layer", operation: "operation", shape: "output", parameters: "parameters", work: "MACs", memory: "memory")
        draw(header, in: &canvas, rect: inside, row: 0, columns: columns, style: canvas.theme.faint)
        let (_, rest) = inside.splitTop(1)
        let (body, footer) = rest.splitTop(rest.rows - 2)
        let window = ListWindow(selected: selected, count: graph.nodes.count, rows: body.rows)
        for (row, place) in window.range.enumerated() {
            let isSelected = place == selected
            if isSelected { canvas.fill(body.splitTop(row).rest.splitTop(1).top, " ", canvas.theme.selected) }
            draw(
                self.row(graph.nodes[place], width: columns.operation), in: &canvas, rect: body, row: row, columns: columns,
                style: isSelected ? canvas.theme.selected : .plain)
        }
        canvas.fill(footer.splitTop(1).top, "─", canvas.theme.border)
        draw(totals, in: &canvas, rect: footer, row: 1, columns: columns, style: canvas.theme.strong)
    }

    private struct Row {
        let name: String
        let operation: String
        let shape: String
        let parameters: String
        let work: String
        let memory: String
    }

    private func row(_ node: NetworkGraph.Node, width: Int) -> Row {
        Row(
            name: node.name, operation: width >= node.operation.detail.count ? node.operation.detail : node.operation.brief,
            shape: node.outputShape.description,
            parameters: node.parameterCount == 0 ? "·" : NumberText.grouped(node.parameterCount),
            work: node.multiplyAccumulates == 0 ? "·" : NumberText.magnitude(node.multiplyAccumulates),
            memory: NumberText.bytes(node.outputShape.count * images * Self.bytesPerValue))
    }

    private var totals: Row {
        let values = graph.nodes.reduce(graph.input.count) { $0 + $1.outputShape.count }
        return Row(
            name: "total", operation: "\(graph.nodes.count) layers", shape: graph.output.description,
            parameters: NumberText.grouped(graph.parameterCount), work: NumberText.magnitude(graph.multiplyAccumulates),
            memory: NumberText.bytes(values * images * Self.bytesPerValue))
    }

    private struct Columns {
        let name: Int
        let operation: Int
        let shape: Int
        let numbers: Int
    }

    /// The operation gives way first.
    private func layout(width: Int) -> Columns {
        let longest = graph.nodes.map(\.name.count).max() ?? 5
        let shape = max(6, graph.nodes.map(\.outputShape.description.count).max() ?? 6)
        let numbers = 12
        let name = max(5, min(longest, width / 4))
        let operation = width - name - shape - 3 * numbers - 4
        return Columns(name: name, operation: operation >= 9 ? min(operation, 34) : 0, shape: shape, numbers: numbers)
    }

    private func draw(_ line: Row, in canvas: inout Canvas, rect: Rect, row: Int, columns: Columns, style: Style) {
        var offset = 1
        func cell(_ text: String, _ width: Int, _ align: Alignment, in canvas: inout Canvas) {
            let place = rect.splitLeft(offset).rest.splitLeft(width).left
            canvas.text(text, in: place, row: row, style, align: align)
            offset += width + 1
        }
        cell(line.name, columns.name, .left, in: &canvas)
        if columns.operation > 0 { cell(line.operation, columns.operation, .left, in: &canvas) }
        cell(line.shape, columns.shape, .right, in: &canvas)
        for number in [line.parameters, line.work, line.memory] { cell(number, columns.numbers - 1, .right, in: &canvas) }
    }
}
