import Networks
import Training

/// The chosen layer: what it reads and holds, how its weights and gradients lie, how fast it moves, and its filters.
struct LayerDetail {
    let graph: NetworkGraph
    let row: LayerTree.Row
    let history: LayerHistory
    var isFocused = false

    /// With its frame, without and with statistics.
    static let briefRows = 5
    static let fullRows = 12

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard let node = graph.nodes[row.nodes].first else { return }
        if row.isBlock { return drawBlock(in: &canvas, rect: rect) }
        let place = "layer \(row.nodes.lowerBound + 1) of \(graph.nodes.count)"
        let note = history.latest.map { "\(place) · statistics at step \(NumberText.grouped($0.step))" } ?? place
        let inside = canvas.panel(node.name, in: rect, note: note, isFocused: isFocused)
        let (words, rest) = inside.splitTop(3)
        drawWords(node, in: &canvas, rect: words)
        guard rest.rows >= 4, let figures = history.latest?[node.name] else { return }
        drawFigures(figures, in: &canvas, rect: rest.splitTop(1).top)
        drawCharts(figures, in: &canvas, rect: rest.splitTop(1).rest)
    }

    private func drawBlock(in canvas: inout Canvas, rect: Rect) {
        let nodes = graph.nodes[row.nodes]
        let inside = canvas.panel(
            row.path, in: rect, note: "a block of \(nodes.count) layers; Enter folds it or opens it", isFocused: isFocused)
        guard let first = nodes.first, let last = nodes.last else { return }
        let parameters = nodes.reduce(0) { $0 + $1.parameterCount }
        let work = nodes.reduce(0) { $0 + $1.multiplyAccumulates }
        canvas.text("\(first.inputShape) → \(last.outputShape)", in: inside, offset: 1, canvas.theme.strong)
        canvas.text(
            "\(NumberText.grouped(parameters)) parameters, \(NumberText.magnitude(work)) multiply-accumulates", in: inside,
            row: 1,
            offset: 1, canvas.theme.faint)
    }

    private func drawWords(_ node: NetworkGraph.Node, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        canvas.spans(
            [Span(node.operation.detail + "   ", theme.strong), Span("\(node.inputShape) → \(node.outputShape)")], in: rect,
            offset: 1)
        let sources = node.inputs.map { $0 == 0 ? "the image" : graph.nodes[$0 - 1].name }.joined(separator: " and ")
        canvas.text("reads \(sources)", in: rect, row: 1, offset: 1, theme.faint)
        let parameters = node.parameters.map { "\($0.name) \($0.shape.map(String.init).joined(separator: "x"))" }
        canvas.text(
            parameters.isEmpty ? "no parameters" : parameters.joined(separator: " · "), in: rect, row: 2, offset: 1, theme.faint)
    }

    private func drawFigures(_ figures: LayerFigures, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        var spans = [Span("update to weight ", theme.faint)]
        if let ratio = figures.updateRatio {
            let (words, style) = Self.verdict(on: ratio, theme)
            let past = history.updateRatios(of: figures.name)
            spans += [
                Span(NumberText.short(ratio), theme.strong), Span(" \(words) ", style),
                Span(Sparkline.text(past, columns: min(24, rect.columns / 5), capabilities: canvas.capabilities), theme.training),
            ]
        } else {
            spans.append(Span("-", theme.strong))
        }
        if let dead = figures.deadFraction {
            spans += [Span("   dead units ", theme.faint), Span(NumberText.percent(dead), dead > 0.5 ? theme.bad : theme.strong)]
        }
        spans += [
            Span("   norms: weights ", theme.faint), Span(NumberText.short(figures.weightNorm), theme.strong),
            Span(", gradient ", theme.faint), Span(NumberText.short(figures.gradientNorm), theme.strong),
        ]
        canvas.spans(spans, in: rect, offset: 1)
    }

    /// About a thousandth is usual (Karpathy's rule of thumb).
    private static func verdict(on ratio: Float, _ theme: Theme) -> (String, Style) {
        if !ratio.isFinite { return ("broken", theme.bad) }
        if ratio < 1e-5 { return ("hardly moves", theme.warning) }
        if ratio > 3e-2 { return ("moves fast", theme.warning) }
        return ("usual", theme.good)
    }

    private func drawCharts(_ figures: LayerFigures, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        var room = rect.inset(columns: 1)
        if let filters = history.latest?.filters, filters.layer == figures.name, room.columns >= 60 {
            let (left, right) = room.splitLeft(room.columns * 3 / 5, gap: 2)
            FilterMosaic(filters: filters).draw(in: &canvas, rect: right)
            room = left
        }
        let (left, right) = room.splitLeft((room.columns - 2) / 2, gap: 2)
        ValueHistogramChart(title: "weights", histogram: figures.weights, style: theme.training).draw(in: &canvas, rect: left)
        ValueHistogramChart(title: "gradients", histogram: figures.gradients, style: theme.validation).draw(
            in: &canvas, rect: right)
    }
}
