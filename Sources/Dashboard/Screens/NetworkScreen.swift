import Networks
import Training

/// Every layer with what it takes and gives, how it fares, and the twins as they are.
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
        if state.isEnlarged { return draw(state.focused, of: graph, in: &canvas, rect: rect) }
        let showsTwins = rect.columns >= 116
        let (left, right) = rect.splitLeft(showsTwins ? rect.columns - 32 : rect.columns)
        let (table, detail) = left.splitTop(left.rows - detailRows(of: left.rows))
        draw(.layers, of: graph, in: &canvas, rect: table)
        if detail.rows > 2 { draw(.layer, of: graph, in: &canvas, rect: detail) }
        if showsTwins, let description = state.description, let pair = state.pairGraph {
            TwinsDiagram(
                pair: pair, head: description.network.head, loss: description.options.loss.name, images: state.currentPair
            ).draw(state, in: &canvas, rect: right)
        }
    }

    private func draw(_ panel: Panel, of graph: NetworkGraph, in canvas: inout Canvas, rect: Rect) {
        let isFocused = state.focused == panel
        if panel == .layer, let row = state.networkView.chosen {
            let activations = LayerActivations(
                pair: state.currentPair, answer: state.shownActivations, hasCheckpoint: state.latestCheckpointStep != nil)
            LayerDetail(
                graph: graph, row: row, history: state.layerHistory,
                activations: state.networkView.showsActivations ? activations : nil, isFocused: isFocused
            ).draw(in: &canvas, rect: rect)
        } else {
            LayerTable(
                graph: graph, view: state.networkView, images: imagesInBatch, statistics: state.layerHistory.latest,
                costs: state.layerHistory.costs, isFocused: isFocused
            ).draw(in: &canvas, rect: rect)
        }
    }

    private func detailRows(of rows: Int) -> Int {
        let hasPictures = state.layerHistory.latest != nil || state.networkView.showsActivations
        guard rows >= 16, hasPictures else { return rows >= 16 ? LayerDetail.briefRows : 0 }
        let least = rows >= 30 ? LayerDetail.fullRows : LayerDetail.fullRows - 3
        let shared = state.networkView.showsActivations ? rows / 2 : least
        // What the table leaves over.
        return max(least, shared, rows - state.networkView.rows.count - LayerTable.rowsBesides)
    }

    /// The files whose pictures are seen.
    var files: [String] { state.currentPair.map { [$0.left.file, $0.right.file] } ?? [] }

    /// Both images of every pair go through the network at once.
    private var imagesInBatch: Int { 2 * (state.description?.options.batchPairs ?? 1) }
}
