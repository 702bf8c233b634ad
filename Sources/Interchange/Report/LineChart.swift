import Foundation

/// Curves over a common axis, as inline SVG. Colours are the page's own, so that it follows light and dark.
struct LineChart {
    struct Line {
        let name: String
        let points: [(x: Double, y: Double)]
    }

    /// Something that happened at a place of the axis.
    struct Mark {
        let x: Double
        let text: String
    }

    var lines: [Line]
    var marks: [Mark] = []
    var horizontal: String
    /// Where the axes end, if not where the numbers do.
    var xRange: ClosedRange<Double>?
    var yRange: ClosedRange<Double>?

    private static let (width, height) = (640.0, 260.0)
    private static let (left, right, top, bottom) = (52.0, 12.0, 26.0, 34.0)

    var svg: String {
        let drawn = lines.filter { !$0.points.isEmpty }
            .map { Line(name: $0.name, points: $0.points.filter { $0.x.isFinite && $0.y.isFinite }) }
        let xs = xRange ?? Self.range(drawn.flatMap { $0.points.map(\.x) } + marks.map(\.x))
        let ys = yRange ?? Self.range(drawn.flatMap { $0.points.map(\.y) })
        func place(_ x: Double, _ y: Double) -> (Double, Double) {
            let across = (x - xs.lowerBound) / (xs.upperBound - xs.lowerBound)
            let up = (y - ys.lowerBound) / (ys.upperBound - ys.lowerBound)
            return (
                Self.left + across * (Self.width - Self.left - Self.right),
                Self.height - Self.bottom - up * (Self.height - Self.top - Self.bottom)
            )
        }
        var svg = "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\">\n"
        for tick in Self.ticks(ys) {
            let y = place(xs.lowerBound, tick).1
            svg += "<path class=\"grid\" d=\"M\(Self.left) \(Self.text(y))H\(Self.width - Self.right)\"/>"
            svg += "<text class=\"end\" x=\"\(Self.left - 6)\" y=\"\(Self.text(y + 4))\">\(brief(tick))</text>\n"
        }
        for tick in Self.ticks(xs) {
            let x = place(tick, ys.lowerBound).0
            svg += "<text class=\"middle\" x=\"\(Self.text(x))\" y=\"\(Self.height - 16)\">\(brief(tick))</text>\n"
        }
        svg +=
            "<text class=\"end\" x=\"\(Self.width - Self.right)\" y=\"\(Self.height - 2)\">\(Markup.escaped(horizontal))</text>\n"
        for mark in marks {
            let x = Self.text(place(mark.x, ys.lowerBound).0)
            svg += "<g class=\"mark\"><path d=\"M\(x) \(Self.top)V\(Self.height - Self.bottom)\"/>"
            svg += "<text x=\"\(x)\" y=\"\(Self.top + 10)\" dx=\"3\">\(Markup.escaped(mark.text))</text></g>\n"
        }
        for (number, line) in drawn.enumerated() {
            let places = line.points.map { place($0.x, min(max($0.y, ys.lowerBound), ys.upperBound)) }
            let path = places.map { "\(Self.text($0.0)) \(Self.text($0.1))" }.joined(separator: "L")
            if !path.isEmpty { svg += "<path class=\"line line\(number)\" d=\"M\(path)\"/>\n" }
            svg +=
                "<text class=\"line\(number)\" x=\"\(Self.left + Double(number) * 170)\" y=\"14\">\(Markup.escaped(line.name))</text>\n"
        }
        return svg + "</svg>\n"
    }

    private static func text(_ place: Double) -> String { String(format: "%.1f", place) }

    /// From the smallest to the largest number, never empty.
    private static func range(_ numbers: [Double]) -> ClosedRange<Double> {
        guard let least = numbers.min(), let most = numbers.max() else { return 0...1 }
        return most > least ? least...most : least - 0.5...least + 0.5
    }

    /// About five round numbers: 1, 2 or 5 times a power of ten apart.
    static func ticks(_ range: ClosedRange<Double>) -> [Double] {
        let raw = (range.upperBound - range.lowerBound) / 5
        guard raw > 0, raw.isFinite else { return [] }
        let power = pow(10, floor(log10(raw)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? 10 * power
        let first = (range.lowerBound / step).rounded(.up)
        let last = (range.upperBound / step).rounded(.down)
        guard last >= first, last - first < 20 else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }
}
