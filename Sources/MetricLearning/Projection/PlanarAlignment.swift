import Foundation

extension Matrix {
    /// These points of a plane, turned and mirrored so that they lie as near as can be to others: a map that is drawn anew keeps its
    /// orientation (orthogonal Procrustes problem, Schönemann 1966, in two dimensions).
    ///
    /// - Precondition: both are `[points, 2]`.
    public func turned(towards others: Matrix) -> Matrix {
        precondition(columns == 2 && others.columns == 2 && rows == others.rows, "both must hold the same points of a plane")
        let (own, target) = (centred, others.centred)
        var (xx, xy, yx, yy) = (0.0, 0.0, 0.0, 0.0)
        for row in 0..<rows {
            xx += Double(own[row, 0]) * Double(target[row, 0])
            xy += Double(own[row, 0]) * Double(target[row, 1])
            yx += Double(own[row, 1]) * Double(target[row, 0])
            yy += Double(own[row, 1]) * Double(target[row, 1])
        }
        // What the best turn gains, without and with mirroring.
        let plain = hypot(xx + yy, xy - yx)
        let mirrored = hypot(xx - yy, xy + yx)
        guard max(plain, mirrored) > 0, max(plain, mirrored).isFinite else { return self }
        let isMirrored = mirrored > plain
        let angle = isMirrored ? atan2(xy + yx, xx - yy) : atan2(xy - yx, xx + yy)
        let (cosine, sine) = (Float(cos(angle)), Float(sin(angle)))
        var result = self
        for row in 0..<rows {
            let (x, y) = (self[row, 0], isMirrored ? -self[row, 1] : self[row, 1])
            result[row, 0] = cosine * x - sine * y
            result[row, 1] = sine * x + cosine * y
        }
        return result
    }
}
