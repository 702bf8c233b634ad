import Training

/// A test pair: both images, their distance against threshold and margin, truth and verdict; and the list it comes from. Or the left
/// image of a pair against a file that the person has named.
struct PairsScreen {
    let state: DashboardState
    private let list: [JudgedPair]
    private let place: Int?

    init(_ state: DashboardState) {
        self.state = state
        list = state.listedPairs
        place = state.pairView.place(in: list)
    }

    func draw(in canvas: inout Canvas, rect: Rect) {
        let showsList = rect.columns >= 76 && !state.isEnlarged
        let listColumns = rect.columns >= 110 ? 36 : 23
        let (main, side) =
            showsList ? rect.splitLeft(rect.columns - listColumns) : rect.splitTop(rect.rows - rowsBelowPair(in: rect))
        if side.rows >= Self.leastListRows, !side.isEmpty {
            PairList(state: state, list: list, place: place).draw(in: &canvas, rect: side)
        }
        guard let place, let total = state.description?.testPairs.count else {
            let inside = canvas.panel("Pair", in: main, isFocused: true)
            canvas.text(emptyText, in: inside, row: inside.rows / 2, canvas.theme.faint, align: .center)
            return
        }
        let judged = list[place]
        let position = list.count == total ? "\(place + 1) of \(total)" : "\(place + 1) of \(list.count), \(total) in all"
        let title =
            state.pairView.comparedFile == nil ? "Pair \(judged.index + 1)" : "Image of pair \(judged.index + 1) against a file"
        let inside = canvas.panel(title, in: main, note: position, isFocused: true)
        let (pictures, below) = inside.splitTop(inside.rows - PairInfo.rows)
        let shown = info(on: judged)
        drawPictures(shown, in: &canvas, rect: pictures)
        shown.draw(in: &canvas, rect: below)
    }

    private static let leastListRows = 6

    /// What a window that is too narrow for a list beside the pair has left for one below it.
    private func rowsBelowPair(in rect: Rect) -> Int {
        let tallest = files.compactMap { PictureTile.rows(of: $0, state, columns: (rect.columns - 2) / 2 - 2) }.max()
        guard !state.isEnlarged, let tallest else { return 0 }
        let left = rect.rows - (tallest + 2 + PairInfo.rows + 2)
        return left >= Self.leastListRows ? left : 0
    }

    private var emptyText: String {
        guard let pairs = state.description?.testPairs, !pairs.isEmpty else { return "this run has no test pairs" }
        if !state.pairView.text.isEmpty { return "no pair matches \"\(state.pairView.text)\"; Esc shows all" }
        return state.testDistances.isEmpty
            ? "distances come with the first evaluation; e evaluates now"
            : "no pair is in the list \"\(state.pairView.filter.rawValue)\""
    }

    private func info(on judged: JudgedPair) -> PairInfo {
        var info = PairInfo(
            left: judged.pair.left, right: judged.pair.right, same: judged.pair.same, distance: judged.distance,
            threshold: judged.threshold, margin: state.settings[.margin].map { Float($0) }, largest: state.testDistances.max())
        guard let file = state.pairView.comparedFile else {
            info.history = state.history.distanceSnapshots.compactMap { snapshot in
                snapshot.distances.indices.contains(judged.index) ? snapshot.distances[judged.index] : nil
            }
            return info
        }
        info.right = PairDescription.Side(file: file.key, className: file.name)
        info.same = nil
        info.distance = state.shownSaliency?.distance
        return info
    }

    private func drawPictures(_ info: PairInfo, in canvas: inout Canvas, rect: Rect) {
        let (line, below) = rect.splitTop(state.inspectionNote == nil || canvas.pixels == nil ? 0 : 1)
        let (left, right) = below.splitLeft(below.columns / 2)
        let saliency = state.pairView.showsSaliency ? state.shownSaliency : nil
        for (side, half, heat) in [(info.left, left, saliency?.left), (info.right, right, saliency?.right)] {
            let room = half.inset(columns: 1)
            let name = Span(side.className.fittedKeepingEnd(to: room.columns), canvas.theme.strong)
            let file = Span(side.file.lastComponents.fittedKeepingEnd(to: room.columns), canvas.theme.faint)
            var tile = PictureTile(file: side.file, captions: [[name], [file]])
            if let saliency, let heat {
                tile.treated = { $0.heated(by: heat, width: saliency.width, height: saliency.height) }
            }
            tile.draw(state, in: &canvas, rect: room)
        }
        // Glyphs can be written over, dots cannot.
        if let note = state.inspectionNote {
            canvas.text(note, in: line.isEmpty ? rect : line, canvas.theme.edit, align: .center)
        }
    }

    /// The files whose pictures are seen.
    var files: [String] {
        place.map { place in
            let pair = list[place].pair
            return [pair.left.file, state.pairView.comparedFile?.key ?? pair.right.file]
        } ?? []
    }
}
