import Training

/// The test images laid out in a plane as the network sees them; one of them with its picture and its nearest neighbours.
struct MapScreen {
    let state: DashboardState

    init(_ state: DashboardState) {
        self.state = state
    }

    /// How many neighbours have a picture.
    static let neighbors = 6

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard let space = state.map.space else {
            let inside = canvas.panel("Map", in: rect, isFocused: true)
            let text =
                state.embeddings.snapshots.isEmpty
                ? DashboardState.noEmbeddings : "the network gives no finite embeddings at this evaluation"
            canvas.text(text, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        if state.isEnlarged {
            drawMap(of: space, in: &canvas, rect: rect)
        } else if rect.columns < 76, rect.rows >= 30 {
            let (map, below) = rect.splitTop(rect.rows * 3 / 5)
            let (chosen, near) = below.splitLeft(below.columns / 2)
            drawMap(of: space, in: &canvas, rect: map)
            drawChosen(of: space, in: &canvas, rect: chosen)
            drawNeighbors(of: space, in: &canvas, rect: near)
        } else {
            let (map, side) = rect.splitLeft(rect.columns - min(72, max(24, rect.columns / 3)))
            let (chosen, near) = side.splitTop(side.rows / 2)
            drawMap(of: space, in: &canvas, rect: map)
            drawChosen(of: space, in: &canvas, rect: chosen)
            drawNeighbors(of: space, in: &canvas, rect: near)
        }
    }

    private var chosen: Int { state.map.selected }

    private func drawMap(of space: EmbeddingSpace, in canvas: inout Canvas, rect: Rect) {
        let held = state.map.heldPlace == nil ? "" : " · held, f follows"
        let inside = canvas.panel(
            "Map", in: rect, note: "step \(NumberText.grouped(space.step))\(held)", isFocused: true)
        let (plot, line) = inside.splitTop(inside.rows - 1)
        guard let layout = state.map.layout, layout.points.rows == space.images.count else {
            canvas.text("laying the images out", in: plot, row: plot.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        let scatter = ScatterPlot(points: layout.points, marks: marks(of: space, theme: canvas.theme))
        scatter.draw(in: &canvas, rect: plot.inset(columns: 1))
        canvas.spans(summary(space, layout, canvas.theme, columns: line.columns), in: line, offset: 1)
    }

    private func marks(of space: EmbeddingSpace, theme: Theme) -> [ScatterPlot.Mark] {
        let near = Set(space.nearest(to: chosen, count: Self.neighbors).map(\.image))
        let filter = state.map.text.lowercased()
        return space.images.indices.map { image in
            let mark = ClassMark(place: space.classOfImage[image], theme: theme)
            var style = mark.style
            var rank = 1
            if !filter.isEmpty, !space.images[image].className.lowercased().contains(filter) {
                return ScatterPlot.Mark(glyph: "·", style: theme.faint)
            }
            if near.contains(image) { (style.underline, style.bold, rank) = (true, true, 2) }
            if image == chosen { (style.reverse, style.bold, rank) = (true, true, 3) }
            return ScatterPlot.Mark(glyph: mark.glyph, style: style, rank: rank)
        }
    }

    private func summary(_ space: EmbeddingSpace, _ layout: MapLayout, _ theme: Theme, columns: Int) -> [Span] {
        let progress = layout.isFinal || layout.iteration == 0 ? "" : " \(layout.iteration)"
        var spans = [Span(layout.iteration == 0 ? "PCA" : "t-SNE\(progress)", theme.accent)]
        if layout.recallAtOne.isFinite {
            spans.append(Span(columns < 44 ? "  nearest same " : "  nearest is of the same class ", theme.faint))
            spans.append(Span(NumberText.percent(layout.recallAtOne), theme.strong))
        }
        spans.append(Span("  \(space.images.count) images, \(space.classes.count) classes", theme.faint))
        if layout.iteration == 0 {
            spans.append(Span("  \(NumberText.percent(layout.planeVariance)) of the variance in this plane", theme.faint))
        }
        return spans
    }

    private func drawChosen(of space: EmbeddingSpace, in canvas: inout Canvas, rect: Rect) {
        guard space.images.indices.contains(chosen) else { return }
        let image = space.images[chosen]
        let mark = ClassMark(place: space.classOfImage[chosen], theme: canvas.theme)
        let inside = canvas.panel("Image \(chosen + 1)", in: rect, note: "of \(space.images.count)")
        let name = [
            Span("\(mark.glyph) ", mark.style.emphasized()),
            Span(image.className.fittedKeepingEnd(to: inside.columns - 2), canvas.theme.strong),
        ]
        PictureTile(file: image.file, captions: [name]).draw(state, in: &canvas, rect: inside)
    }

    private func drawNeighbors(of space: EmbeddingSpace, in canvas: inout Canvas, rect: Rect) {
        let inside = canvas.panel("Nearest", in: rect, note: "distance")
        let near = space.nearest(
            to: chosen, count: inside.rows * inside.columns < 300 ? 2 : inside.rows * inside.columns < 700 ? 4 : Self.neighbors)
        let grid = TileGrid(count: near.count, captionRows: 1, in: inside)
        for (neighbor, tile) in zip(near, grid.tiles) {
            let isSame = space.classOfImage[neighbor.image] == space.classOfImage[chosen]
            let mark = ClassMark(place: space.classOfImage[neighbor.image], theme: canvas.theme)
            let caption = [
                Span(isSame ? "✓" : "✗", isSame ? canvas.theme.good : canvas.theme.bad), Span("\(mark.glyph)", mark.style),
                Span(" \(NumberText.short(neighbor.distance))", canvas.theme.strong),
            ]
            PictureTile(file: space.images[neighbor.image].file, captions: [caption]).draw(state, in: &canvas, rect: tile)
        }
    }

    /// The files whose pictures are seen.
    var files: [String] {
        guard let space = state.map.space, space.images.indices.contains(chosen), !state.isEnlarged else { return [] }
        return ([chosen] + space.nearest(to: chosen, count: Self.neighbors).map(\.image)).map { space.images[$0].file }
    }
}
