import Networks
import Training

/// What a pair goes through: two inputs, one set of weights or two, and one number at the end.
struct TwinsDiagram {
    let pair: PairGraph
    let head: Head
    let loss: String
    /// A pair to stand for all.
    var images: PairDescription?

    /// All but the pictures, and the least height of those.
    private static let rowsBesidesPictures = 22
    private static let leastPictureRows = 4

    func draw(_ state: DashboardState, in canvas: inout Canvas, rect: Rect) {
        let inside = canvas.panel("Twins", in: rect)
        let theme = canvas.theme
        var row = 0
        sides("left image", "right image", row, (theme.genuine, theme.impostor), in: &canvas, inside)
        sides(
            pair.left.input.description, (pair.right ?? pair.left).input.description, row + 1, (theme.strong, theme.strong),
            in: &canvas, inside)
        row += 2
        let pictureRows = min(inside.columns / 4, inside.rows - Self.rowsBesidesPictures)
        if let images, pictureRows >= Self.leastPictureRows {
            let (left, right) = inside.splitTop(row).rest.splitTop(pictureRows).top.splitLeft(inside.columns / 2)
            PictureTile(file: images.left.file).draw(state, in: &canvas, rect: left.inset(columns: 1))
            PictureTile(file: images.right.file).draw(state, in: &canvas, rect: right.inset(columns: 1))
            row += pictureRows
        }
        row = arrows(below: row, in: &canvas, inside)
        row = drawBranches(below: row, in: &canvas, inside)
        row = arrows(below: row, in: &canvas, inside)
        sides(pair.left.output.description, pair.left.output.description, row, (theme.strong, theme.strong), in: &canvas, inside)
        canvas.text("embeddings", in: inside, row: row + 1, theme.faint, align: .center)
        canvas.text("└──────┬──────┘", in: inside, row: row + 2, theme.border, align: .center)
        canvas.text("▼", in: inside, row: row + 3, theme.border, align: .center)
        row += 4
        for (text, style) in ending(theme) {
            canvas.text(text, in: inside, row: row, style, align: .center)
            row += 1
        }
    }

    /// One box over both columns where the weights are shared, else a box a column.
    private func drawBranches(below row: Int, in canvas: inout Canvas, _ inside: Rect) -> Int {
        let rows = 6
        let room = inside.splitTop(row).rest.splitTop(rows).top
        guard let right = pair.right else {
            let lines = [
                "one set of weights", NumberText.grouped(pair.left.parameterCount), "parameters, shared", "by both twins",
            ]
            drawBox(pair.left.name, lines, in: &canvas, rect: room.inset(columns: 1))
            return row + rows
        }
        let (one, other) = room.splitLeft(room.columns / 2)
        for (place, graph) in [(one, pair.left), (other, right)] {
            drawBox(
                graph.name, ["its own", NumberText.grouped(graph.parameterCount), "parameters", ""], in: &canvas, rect: place)
        }
        return row + rows
    }

    private func drawBox(_ title: String, _ lines: [String], in canvas: inout Canvas, rect: Rect) {
        let box = canvas.panel(title, in: rect, isFocused: true)
        for (row, line) in lines.enumerated() {
            canvas.text(
                line, in: box, row: row, row == 1 ? canvas.theme.strong : row == 0 ? .plain : canvas.theme.faint, align: .center)
        }
    }

    /// How two embeddings become one number.
    private func ending(_ theme: Theme) -> [(String, Style)] {
        switch head {
        case .distance(let kind):
            return [("\(kind.words) distance", theme.strong), ("\(loss) loss", theme.faint)]
        case .similarity(let difference, _):
            let parameters = pair.head.map { NumberText.grouped($0.parameterCount) } ?? "0"
            return [
                (difference == .absolute ? "|left - right|" : "left - right", theme.strong), ("▼", theme.border),
                ("head of \(parameters) parameters", theme.accent), ("▼", theme.border),
                ("one logit: large for the same class", theme.strong),
                ("\(loss) loss", theme.faint),
            ]
        }
    }

    private func sides(
        _ left: String, _ right: String, _ row: Int, _ styles: (Style, Style), in canvas: inout Canvas, _ inside: Rect
    ) {
        let (one, other) = inside.splitLeft(inside.columns / 2)
        canvas.text(left, in: one, row: row, styles.0, align: .center)
        canvas.text(right, in: other, row: row, styles.1, align: .center)
    }

    private func arrows(below row: Int, in canvas: inout Canvas, _ inside: Rect) -> Int {
        let style = canvas.theme.border
        sides("│", "│", row, (style, style), in: &canvas, inside)
        sides("▼", "▼", row + 1, (style, style), in: &canvas, inside)
        return row + 2
    }
}

extension Head.DistanceKind {
    fileprivate var words: String {
        switch self {
        case .euclidean: "Euclidean"
        case .squaredEuclidean: "squared Euclidean"
        case .manhattan: "Manhattan"
        case .cosine: "cosine"
        case .correlation: "correlation"
        }
    }
}
