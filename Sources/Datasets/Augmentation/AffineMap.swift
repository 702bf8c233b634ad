/// A linear map of the plane and a shift, in coordinates that run from -1 to 1 over an image, y down.
struct AffineMap: Hashable {
    var xx = 1.0
    var xy = 0.0
    var yx = 0.0
    var yy = 1.0
    var x = 0.0
    var y = 0.0

    static let identity = AffineMap()

    /// First `first`, then this.
    func after(_ first: AffineMap) -> AffineMap {
        AffineMap(
            xx: xx * first.xx + xy * first.yx, xy: xx * first.xy + xy * first.yy,
            yx: yx * first.xx + yy * first.yx, yy: yx * first.xy + yy * first.yy,
            x: xx * first.x + xy * first.y + x, y: yx * first.x + yy * first.y + y)
    }

    /// The map for an image that is not square, so that a turn is a turn and not a turn of the stretched image.
    func keepingAngles(width: Int, height: Int) -> AffineMap {
        let aspect = Double(width) / Double(height)
        return AffineMap(xx: xx, xy: xy / aspect, yx: yx * aspect, yy: yy, x: x, y: y)
    }

    /// The same map between pixel centres of an image.
    func inPixels(width: Int, height: Int) -> AffineMap {
        let (w, h) = (Double(width), Double(height))
        return AffineMap(
            xx: xx, xy: xy * w / h, yx: yx * h / w, yy: yy,
            x: ((xx * (1 / w - 1) + xy * (1 / h - 1) + x + 1) * w - 1) / 2,
            y: ((yx * (1 / w - 1) + yy * (1 / h - 1) + y + 1) * h - 1) / 2)
    }
}
