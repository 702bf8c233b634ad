import Foundation

/// An N-way one-shot episode: the query, the candidates with their distances, right or wrong; and how all episodes went.
struct OneShotScreen {
    let state: DashboardState

    init(_ state: DashboardState) {
        self.state = state
    }

    private static let figureRows = 4

    func draw(in canvas: inout Canvas, rect: Rect) {
        let view = state.oneShot
        guard let space = view.space, let shown = view.shown else {
            let inside = canvas.panel("One-shot", in: rect, isFocused: true)
            canvas.text(emptyText, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        let (episode, figures) = rect.splitTop(rect.rows - Self.figureRows)
        let isPortrait = 2 * episode.columns < 3 * episode.rows
        let (query, candidates) =
            isPortrait
            ? episode.splitTop(episode.rows / 3) : episode.splitLeft(max(20, min(episode.columns / 3, 2 * episode.rows)))
        drawQuery(shown, of: space, in: &canvas, rect: query)
        drawCandidates(shown, of: space, in: &canvas, rect: candidates)
        drawFigures(in: &canvas, rect: figures)
    }

    private var emptyText: String {
        let view = state.oneShot
        guard view.space != nil else { return DashboardState.noEpisodes }
        return view.judged.isEmpty
            ? "episodes need two classes, and two images of one of them" : "no episode went wrong; x shows all"
    }

    private func drawQuery(_ shown: JudgedEpisode, of space: EmbeddingSpace, in canvas: inout Canvas, rect: Rect) {
        let theme = canvas.theme
        let inside = canvas.panel("Query", in: rect)
        let image = space.images[shown.episode.query]
        let verdict = shown.isRight ? Span("✓ right", theme.good) : Span("✗ wrong", theme.bad)
        let name = Span(image.className.fittedKeepingEnd(to: inside.columns), theme.strong)
        PictureTile(file: image.file, captions: [[name], [verdict]]).draw(state, in: &canvas, rect: inside)
    }

    private func drawCandidates(_ shown: JudgedEpisode, of space: EmbeddingSpace, in canvas: inout Canvas, rect: Rect) {
        let view = state.oneShot
        let list = view.listed
        let place = view.place(in: list).map { "\($0 + 1) of \(list.count)" } ?? ""
        let kind = view.onlyWrong ? " wrong episodes" : " episodes"
        let inside = canvas.panel(
            "Which one is of its class?", in: rect, note: place + kind, isFocused: true)
        let grid = TileGrid(count: shown.episode.candidates.count, captionRows: 1, in: inside)
        for (candidate, tile) in grid.tiles.enumerated() {
            let file = space.images[shown.episode.candidates[candidate]].file
            let caption = caption(candidate, shown, columns: tile.columns, theme: canvas.theme)
            PictureTile(file: file, captions: [caption]).draw(state, in: &canvas, rect: tile)
        }
    }

    /// The distance, marked where this is the network's choice or the right answer.
    private func caption(_ candidate: Int, _ shown: JudgedEpisode, columns: Int, theme: Theme) -> [Span] {
        let distance = NumberText.short(shown.distances[candidate])
        let isAnswer = candidate == shown.episode.answer
        let isChoice = candidate == shown.choice
        guard isAnswer || isChoice else { return [Span(distance, theme.faint)] }
        let style = isAnswer ? theme.good : theme.bad
        let words = isAnswer && isChoice ? "nearest, same class" : isAnswer ? "same class" : "nearest"
        let isRoomy = columns >= words.count + distance.count + 4
        return [
            Span(isAnswer ? "✓ " : "✗ ", style), Span(distance, isChoice ? theme.strong : .plain),
            Span(isRoomy ? " \(words)" : isChoice ? " ◀" : "", style),
        ]
    }

    private func drawFigures(in canvas: inout Canvas, rect: Rect) {
        let view = state.oneShot
        let theme = canvas.theme
        let step = NumberText.grouped(view.space?.step ?? 0)
        let inside = canvas.panel(
            "\(view.judged.first?.distances.count ?? view.ways)-way one-shot", in: rect, note: "step \(step)")
        let right = view.judged.count { $0.isRight }
        let count = view.judged.count
        // The normal approximation of a share's 95 % interval.
        let accuracy = Double(right) / Double(max(1, count))
        let spread = Float(1.96 * (accuracy * (1 - accuracy) / Double(max(1, count))).squareRoot())
        canvas.spans(
            [
                Span("\(right)", theme.strong), Span(" of \(count) right  ", theme.faint),
                Span(NumberText.percent(Float(accuracy)), theme.strong), Span(" ± \(NumberText.percent(spread))", theme.faint),
                Span("  chance \(NumberText.percent(1 / Float(max(1, view.judged.first?.distances.count ?? 1))))", theme.faint),
            ], in: inside, offset: 1)
        var used = 1
        if view.accuracies.count >= 2, let first = view.accuracies.first {
            used += canvas.text("over the training \(NumberText.percent(first)) ", in: inside, row: 1, offset: used, theme.faint)
            let line = Sparkline.text(view.accuracies, columns: 24, capabilities: canvas.capabilities)
            used += canvas.text(line, in: inside, row: 1, offset: used, theme.validation)
            used += canvas.text(" \(NumberText.percent(view.accuracy))  ", in: inside, row: 1, offset: used, theme.strong)
        }
        drawStrip(in: &canvas, rect: inside.splitTop(1).rest.splitLeft(used).rest)
    }

    /// Every episode as a mark, the shown one in its middle.
    private func drawStrip(in canvas: inout Canvas, rect: Rect) {
        guard rect.columns >= 12 else { return }
        let view = state.oneShot
        let list = view.listed
        let window = ListWindow(selected: view.place(in: list) ?? 0, count: list.count, rows: rect.columns - 2)
        for (column, place) in window.range.enumerated() {
            let isRight = view.judged[list[place]].isRight
            var style = isRight ? canvas.theme.good : canvas.theme.bad
            style.reverse = place == view.place(in: list)
            canvas.put(isRight ? "·" : "✗", rect.column + column, rect.row, style)
        }
    }

    /// The files whose pictures are seen.
    var files: [String] {
        guard let space = state.oneShot.space, let episode = state.oneShot.shown?.episode else { return [] }
        return ([episode.query] + episode.candidates).map { space.images[$0].file }
    }
}
