import Networks
import Training

/// The chosen layer: what it reads and holds, how its weights and gradients lie, how fast it moves, and its filters.
struct LayerDetail {
    let graph: NetworkGraph
    let row: LayerTree.Row
    let history: LayerHistory
    /// `nil` where its weights and gradients are looked at.
    var activations: LayerActivations?
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
        if let activations {
            // A large panel has room for both.
            let figures = history.latest?[node.name]
            let (charts, pictures) = rest.splitTop(rest.rows >= 24 && figures != nil ? Self.fullRows - 3 : 0)
            if let figures { draw(figures, in: &canvas, rect: charts) }
            activations.draw(in: &canvas, rect: pictures.inset(columns: 1))
        } else if let figures = history.latest?[node.name] {
            draw(figures, in: &canvas, rect: rest)
        }
    }

    private func draw(_ figures: LayerFigures, in canvas: inout Canvas, rect: Rect) {
        guard rect.rows >= 4 else { return }
        drawFigures(figures, in: &canvas, rect: rect.splitTop(1).top)
        drawCharts(figures, in: &canvas, rect: rect.splitTop(1).rest)
    }

    private func drawBlock(in canvas: inout Canvas, rect: Rect) {
        let nodes = graph.nodes[row.nodes]
        let layers = Sentence.noun("layer", count: nodes.count)
        let inside = canvas.panel(
            row.path, in: rect, note: "a block of \(nodes.count) \(layers); Enter folds it or opens it", isFocused: isFocused)
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
        let parameters = node.parameters.map { "\($0.name) \($0.shape.map(String.init).joined(separator: "x"))" }
        let holds = parameters.isEmpty ? "no parameters" : parameters.joined(separator: " · ")
        canvas.text("reads \(sources) · \(holds)", in: rect, row: 1, offset: 1, theme.faint)
        canvas.spans(costWords(node, theme), in: rect, row: 2, offset: 1)
    }

    /// What the layer takes of a step, and whose work that is.
    private func costWords(_ node: NetworkGraph.Node, _ theme: Theme) -> [Span] {
        guard let costs = history.costs, let cost = costs[node.name] else {
            return [Span("its time is measured in the first steps of a training", theme.faint)]
        }
        guard cost.seconds > 0 else { return [Span("done in passing by the layer before", theme.faint)] }
        let share = NumberText.percent(Float(cost.seconds / max(costs.seconds, .leastNormalMagnitude)))
        var spans = [
            Span("\(NumberText.short(Float(cost.seconds * 1e3))) ms", theme.strong), Span(" of a step, ", theme.faint),
            Span(share, theme.strong), Span(" · \(NumberText.bytes(cost.activationBytes)) kept", theme.faint),
        ]
        let implementations = [
            ("forward", cost.forward), ("backward", cost.backwardData), ("weights", cost.backwardWeights),
        ].filter { !$0.1.isEmpty }
        spans += implementations.map { Span(" · \($0.0) \($0.1)", theme.faint) }
        return spans
    }

    private func drawFigures(_ figures: LayerFigures, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        var spans = [Span("update to weight ", theme.faint)]
        if let ratio = figures.updateRatio {
            let (words, style) = Self.verdict(on: ratio, theme)
            let past = history.updateRatios(of: figures.name)
            spans += [
                Span(NumberText.short(ratio), theme.strong), Span(" \(words) ", style),
                Span(Sparkline.text(past, columns: min(24, rect.columns / 8), capabilities: canvas.capabilities), theme.training),
            ]
        } else {
            spans.append(Span("-", theme.strong))
        }
        if let dead = figures.deadFraction {
            spans += [Span("   dead units ", theme.faint), Span(NumberText.percent(dead), dead > 0.5 ? theme.bad : theme.strong)]
        }
        let norms = [
            Span("   norms: weights ", theme.faint), Span(NumberText.short(figures.weightNorm), theme.strong),
            Span(", gradient ", theme.faint), Span(NumberText.short(figures.gradientNorm), theme.strong),
        ]
        let width = (spans + norms).reduce(1) { $0 + $1.text.count }
        canvas.spans(width <= rect.columns ? spans + norms : spans, in: rect, offset: 1)
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
