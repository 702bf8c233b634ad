import Foundation

/// Strokes as pixels.
enum GlyphRaster {
    /// The size of a drawing, as in Omniglot.
    static let side = 105

    /// Draws with a round pen: `true` is paper, `false` is ink. Points and radius are in pixels.
    static func draw(_ strokes: [Stroke], radius: Double) -> [Bool] {
        var paper = [Bool](repeating: true, count: side * side)
        for point in strokes.flatMap({ $0.sampled(perSegment: 6) }) {
            let rows = pixels(around: point.y, radius)
            let columns = pixels(around: point.x, radius)
            for y in rows {
                for x in columns where distance(Point(Double(x) + 0.5, Double(y) + 0.5), point) <= radius {
                    paper[y * side + x] = false
                }
            }
        }
        return paper
    }

    private static func pixels(around place: Double, _ radius: Double) -> Range<Int> {
        let first = min(max(Int((place - radius).rounded(.down)), 0), side)
        let last = min(max(Int((place + radius).rounded(.up)), first), side)
        return first..<last
    }

    /// A blurred view of strokes in the unit square, with mean 0 and length 1: its products are correlations.
    static func silhouette(of strokes: [Stroke]) -> [Double] {
        let cells = 12
        var values = [Double](repeating: 0, count: cells * cells)
        for point in strokes.flatMap({ $0.sampled(perSegment: 12) }) {
            for y in 0..<cells {
                for x in 0..<cells {
                    let away = distance(point * Double(cells - 1), Point(Double(x), Double(y)))
                    if away < 1.8 { values[y * cells + x] = max(values[y * cells + x], 1 - away / 1.8) }
                }
            }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let length = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
        return values.map { ($0 - mean) / max(length, 1e-9) }
    }
}
