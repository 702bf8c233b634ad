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
        let showsTwins = rect.columns >= 116 && !state.isEnlarged
        let (left, right) = rect.splitLeft(showsTwins ? rect.columns - 32 : rect.columns)
        let (table, detail) = left.splitTop(left.rows - detailRows(of: left.rows))
        LayerTable(graph: graph, view: state.networkView, images: imagesInBatch, statistics: state.layerHistory.latest)
            .draw(in: &canvas, rect: table)
        if let row = state.networkView.chosen, detail.rows > 2 {
            LayerDetail(graph: graph, row: row, history: state.layerHistory).draw(in: &canvas, rect: detail)
        }
        if showsTwins, let description = state.description, let pair = state.pairGraph {
            TwinsDiagram(pair: pair, head: description.network.head, loss: description.options.loss.name)
                .draw(in: &canvas, rect: right)
        }
    }

    private func detailRows(of rows: Int) -> Int {
        guard state.layerHistory.latest != nil else { return rows >= 16 ? LayerDetail.briefRows : 0 }
        return rows >= 30 ? LayerDetail.fullRows : rows >= 16 ? LayerDetail.fullRows - 3 : 0
    }

    /// Both images of every pair go through the network at once.
    private var imagesInBatch: Int { 2 * (state.description?.options.batchPairs ?? 1) }
}
