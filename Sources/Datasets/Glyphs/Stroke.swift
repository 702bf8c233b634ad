/// A place in the plane; glyphs live in the unit square, y down.
typealias Point = SIMD2<Double>

func distance(_ one: Point, _ other: Point) -> Double {
    let difference = one - other
    return (difference * difference).sum().squareRoot()
}

/// One movement of the pen, through its points as a smooth curve.
struct Stroke {
    var points: [Point]

    /// Places along the curve, close enough that no gap is seen: a uniform Catmull-Rom spline (Catmull, Rom 1974), its ends doubled.
    func sampled(perSegment count: Int) -> [Point] {
        guard let first = points.first, let last = points.last, points.count > 1 else { return points }
        let padded = [first] + points + [last]
        var curve: [Point] = []
        for segment in 0..<points.count - 1 {
            let (p0, p1, p2, p3) = (padded[segment], padded[segment + 1], padded[segment + 2], padded[segment + 3])
            for index in 0..<count {
                let t = Double(index) / Double(count)
                let linear = (p2 - p0) * t
                let square = (2 * p0 - 5 * p1 + 4 * p2 - p3) * (t * t)
                let cube = (3 * p1 - p0 - 3 * p2 + p3) * (t * t * t)
                curve.append(0.5 * (2 * p1 + linear + square + cube))
            }
        }
        return curve + [last]
    }

    /// The length of the line through the points.
    var length: Double {
        zip(points, points.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) }
    }

    func transformed(_ transform: (Point) -> Point) -> Stroke {
        Stroke(points: points.map(transform))
    }
}
