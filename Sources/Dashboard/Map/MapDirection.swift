import MetricLearning

/// Where an arrow leads on the map.
enum MapDirection: Hashable, Sendable {
    case left, right, up, down

    /// The point that lies next in this direction: near, and rather straight ahead than aside.
    func nearest(to point: Int, in points: Matrix) -> Int? {
        guard (0..<points.rows).contains(point) else { return nil }
        let extents = (points.extent(ofColumn: 0), points.extent(ofColumn: 1))
        var best: (point: Int, cost: Float)?
        for other in 0..<points.rows where other != point {
            let right = (points[other, 0] - points[point, 0]) / max(extents.0.upperBound - extents.0.lowerBound, 1e-12)
            let up = (points[other, 1] - points[point, 1]) / max(extents.1.upperBound - extents.1.lowerBound, 1e-12)
            let (ahead, aside): (Float, Float) =
                switch self {
                case .left: (-right, up)
                case .right: (right, up)
                case .up: (up, right)
                case .down: (-up, right)
                }
            guard ahead > 0 else { continue }
            let cost = ahead + 3 * abs(aside)
            if cost < best?.cost ?? .infinity { best = (other, cost) }
        }
        return best?.point
    }
}

extension Matrix {
    /// The least and the largest value of a column; 0 to 0 where there is none.
    func extent(ofColumn column: Int) -> ClosedRange<Float> {
        let values = (0..<rows).map { self[$0, column] }.filter(\.isFinite)
        guard let low = values.min(), let high = values.max() else { return 0...0 }
        return low...high
    }
}
