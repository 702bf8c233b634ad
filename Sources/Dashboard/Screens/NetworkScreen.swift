import Networks
import Training

/// Every layer with what it takes and gives, and the twins as they are: two inputs, one set of weights, one distance.
struct NetworkScreen {
    let state: DashboardState

    init(_ state: DashboardState) {
        self.state = state
    }

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard let graph = state.graph else {
            let inside = canvas.panel("Layers", in: rect, isFocused: true)
            canvas.text("the network comes with the run", in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        let showsTwins = rect.columns >= 116 && !state.isEnlarged
        let (left, right) = rect.splitLeft(showsTwins ? rect.columns - 32 : rect.columns)
        let detailRows = left.rows >= 16 ? 5 : 0
        let (table, detail) = left.splitTop(left.rows - detailRows)
        LayerTable(graph: graph, images: imagesInBatch, selected: state.selectedLayer).draw(in: &canvas, rect: table)
        if detailRows > 0 { drawDetail(of: graph, in: &canvas, rect: detail) }
        if showsTwins {
            TwinsDiagram(graph: graph, loss: state.description?.options.loss.name ?? "").draw(in: &canvas, rect: right)
        }
    }

    /// Both images of every pair go through the network at once.
    private var imagesInBatch: Int { 2 * (state.description?.options.batchPairs ?? 1) }

    private func drawDetail(of graph: NetworkGraph, in canvas: inout Canvas, rect: Rect) {
        guard graph.nodes.indices.contains(state.selectedLayer) else { return }
        let node = graph.nodes[state.selectedLayer]
        let inside = canvas.panel(node.name, in: rect, note: "layer \(state.selectedLayer + 1) of \(graph.nodes.count)")
        let theme = canvas.theme
        canvas.spans(
            [Span(node.operation.detail + "   ", theme.strong), Span("\(node.inputShape) → \(node.outputShape)")], in: inside,
            offset: 1)
        let sources = node.inputs.map { $0 == 0 ? "the image" : graph.nodes[$0 - 1].name }.joined(separator: " and ")
        canvas.text("reads \(sources)", in: inside, row: 1, offset: 1, theme.faint)
        let parameters = node.parameters.map { "\($0.name) \($0.shape.map(String.init).joined(separator: "x"))" }
        canvas.text(
            parameters.isEmpty ? "no parameters" : parameters.joined(separator: " · "), in: inside, row: 2, offset: 1, theme.faint
        )
    }
}

extension Extent {
    /// One number where both sides are the same.
    fileprivate var short: String { height == width ? "\(height)" : description }
}

extension Networks.Operation {
    /// The operation with its most telling sizes: `convolution 64 3x3`.
    var brief: String {
        switch self {
        case .convolution(let layer): "convolution \(layer.channels) \(layer.kernel)"
        default: detail
        }
    }

    /// The operation with its sizes: `convolution 64 3x3 padding 1`.
    var detail: String {
        switch self {
        case .convolution(let layer):
            var words = [brief]
            if layer.stride != 1 { words.append("stride \(layer.stride.short)") }
            if layer.padding != 0 { words.append("padding \(layer.padding.short)") }
            if layer.dilation != 1 { words.append("dilation \(layer.dilation.short)") }
            if layer.groups != 1 { words.append("groups \(layer.groups)") }
            return words.joined(separator: " ")
        case .linear(let layer): return "linear \(layer.features)"
        case .maxPool(let pooling), .averagePool(let pooling):
            return "\(typeName) \(pooling.kernel)" + (pooling.stride == pooling.kernel ? "" : " stride \(pooling.stride.short)")
        case .adaptiveAveragePool(let pooling): return "average-pool to \(pooling.size)"
        case .dropout(let dropout): return "dropout \(NumberText.setting(Double(dropout.probability)))"
        case .reflectionPad(let pad): return "reflection-pad \(pad.padding)"
        default: return typeName
        }
    }
}
