import Networks

/// Two inputs, one set of weights, one distance.
struct TwinsDiagram {
    let graph: NetworkGraph
    let loss: String

    func draw(in canvas: inout Canvas, rect: Rect) {
        let inside = canvas.panel("Twins", in: rect)
        let half = inside.columns / 2
        let (left, right) = inside.splitLeft(half)
        func pair(_ text: String, _ row: Int, _ style: Style, in canvas: inout Canvas) {
            canvas.text(text, in: left, row: row, style, align: .center)
            canvas.text(text, in: right, row: row, style, align: .center)
        }
        let theme = canvas.theme
        canvas.text("left image", in: left, row: 1, theme.genuine, align: .center)
        canvas.text("right image", in: right, row: 1, theme.impostor, align: .center)
        pair(graph.input.description, 2, theme.strong, in: &canvas)
        pair("│", 3, theme.border, in: &canvas)
        pair("▼", 4, theme.border, in: &canvas)
        let (_, boxed) = inside.splitTop(5)
        let box = canvas.panel(graph.name, in: boxed.inset(columns: 1).splitTop(6).top, isFocused: true)
        canvas.text("one set of weights", in: box, row: 0, align: .center)
        canvas.text(NumberText.grouped(graph.parameterCount), in: box, row: 1, theme.strong, align: .center)
        canvas.text("parameters, shared", in: box, row: 2, theme.faint, align: .center)
        canvas.text("by both twins", in: box, row: 3, theme.faint, align: .center)
        pair("│", 11, theme.border, in: &canvas)
        pair("▼", 12, theme.border, in: &canvas)
        pair(graph.output.description, 13, theme.strong, in: &canvas)
        canvas.text("embeddings", in: inside, row: 14, theme.faint, align: .center)
        canvas.text("└──────┬──────┘", in: inside, row: 15, theme.border, align: .center)
        canvas.text("▼", in: inside, row: 16, theme.border, align: .center)
        canvas.text("distance", in: inside, row: 17, theme.strong, align: .center)
        canvas.text("\(loss) loss", in: inside, row: 18, theme.faint, align: .center)
    }
}
