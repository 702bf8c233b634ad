import MetricLearning

/// Points of a plane as one character each, stretched to fill the room.
struct ScatterPlot {
    struct Mark {
        var glyph: Character
        var style: Style
        /// What is drawn over what: the higher one stays.
        var rank = 0
    }

    /// `[points, 2]`.
    let points: Matrix
    let marks: [Mark]

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard rect.columns > 1, rect.rows > 1, points.rows == marks.count else { return }
        for point in marks.indices.sorted(by: { (marks[$0].rank, $1) < (marks[$1].rank, $0) }) {
            guard let place = place(of: point, in: rect) else { continue }
            canvas.put(marks[point].glyph, place.column, place.row, marks[point].style)
        }
    }

    /// The cell of a point; `nil` where it is nowhere.
    func place(of point: Int, in rect: Rect) -> Position? {
        let (across, up) = (points.extent(ofColumn: 0), points.extent(ofColumn: 1))
        func cell(_ value: Float, _ extent: ClosedRange<Float>, _ count: Int) -> Int? {
            guard value.isFinite else { return nil }
            let span = extent.upperBound - extent.lowerBound
            guard span > 0, span.isFinite else { return count / 2 }
            return Int(((value - extent.lowerBound) / span * Float(count - 1)).rounded())
        }
        guard let column = cell(points[point, 0], across, rect.columns), let row = cell(points[point, 1], up, rect.rows) else {
            return nil
        }
        return Position(column: rect.column + column, row: rect.row + rect.rows - 1 - row)
    }
}
