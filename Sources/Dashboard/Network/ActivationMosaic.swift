import Networks
import Runs

/// What a layer makes of one image: its channels side by side as pictures, a vector as one square a number. Black is zero, or middle
/// grey where there are values below it; white is the largest of both images.
struct ActivationMosaic {
    let values: [Float]
    let shape: TensorShape
    let limits: ClosedRange<Float>

    /// Of both images of a pair, on one scale.
    static func ofPair(_ activations: PairActivations) -> (left: ActivationMosaic, right: ActivationMosaic) {
        let finite = (activations.left + activations.right).filter(\.isFinite)
        let largest = max(finite.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
        let limits = (finite.min() ?? 0) < 0 ? -largest...largest : 0...largest
        let sides = [activations.left, activations.right].map {
            ActivationMosaic(values: $0, shape: activations.shape, limits: limits)
        }
        return (sides[0], sides[1])
    }

    var count: Int { shape.isImage ? shape.channels : shape.count }
    private var tileWidth: Int { shape.isImage ? shape.width : 1 }
    private var tileHeight: Int { shape.isImage ? shape.height : 1 }

    /// - Returns: how many of the `count` pictures were drawn.
    func draw(in canvas: inout Canvas, rect: Rect) -> Int {
        guard let plan = plan(width: rect.columns, height: 2 * rect.rows), let picture = picture(plan) else { return 0 }
        let place = rect.splitLeft(picture.width).left.splitTop((picture.height + 1) / 2).top
        PictureDrawing.draw(picture, in: &canvas, rect: place)
        return plan.shown
    }

    private struct Plan {
        /// Dots of one picture.
        let width: Int
        let height: Int
        let across: Int
        let shown: Int
    }

    /// So many dots show what is in a map; fewer are taken where even a few maps would not fit.
    private static let usualSide = 11
    private static let leastSide = 7
    private static let few = 4
    private static let largestFactor = 4

    /// As large as all pictures allow; where they do not fit at the least size that shows something, as many as do.
    private func plan(width: Int, height: Int) -> Plan? {
        guard count > 0, values.count == shape.count, tileWidth > 0, tileHeight > 0 else { return nil }
        func capacity(_ side: Int) -> (across: Int, down: Int) {
            ((width + 1) / (side + 1), (height + 1) / (tall(side) + 1))
        }
        func shown(_ side: Int) -> Int { min(count, capacity(side).across * capacity(side).down) }
        let usual = min(tileWidth, Self.usualSide)
        let least = shown(usual) < min(Self.few, count) ? min(tileWidth, Self.leastSide) : usual
        let shown = shown(least)
        guard shown > 0 else { return nil }
        let side = (least...max(least, tileWidth * Self.largestFactor)).last { side in
            capacity(side).across * capacity(side).down >= shown
        }
        return side.map { Plan(width: $0, height: tall($0), across: capacity($0).across, shown: shown) }
    }

    private func tall(_ side: Int) -> Int { max(1, side * tileHeight / tileWidth) }

    private func picture(_ plan: Plan) -> Picture? {
        let across = min(plan.across, plan.shown)
        let width = across * (plan.width + 1) - 1
        let height = (plan.shown + across - 1) / across * (plan.height + 1) - 1
        var pixels = Array(repeating: UInt8(0), count: width * height)
        for tile in 0..<plan.shown {
            let (left, top) = (tile % across * (plan.width + 1), tile / across * (plan.height + 1))
            for y in 0..<plan.height {
                for x in 0..<plan.width {
                    pixels[(top + y) * width + left + x] = level(of: tile, x: x, y: y, in: plan)
                }
            }
        }
        return Picture(width: width, height: height, channels: 1, pixels: pixels)
    }

    /// The mean of the values that fall into a dot.
    private func level(of tile: Int, x: Int, y: Int, in plan: Plan) -> UInt8 {
        func span(_ place: Int, _ dots: Int, _ size: Int) -> Range<Int> {
            let start = place * size / dots
            return start..<max(start + 1, (place + 1) * size / dots)
        }
        var sum: Float = 0
        var count: Float = 0
        for row in span(y, plan.height, tileHeight) {
            for column in span(x, plan.width, tileWidth) {
                let value = values[(tile * tileHeight + row) * tileWidth + column]
                guard value.isFinite else { continue }
                sum += value
                count += 1
            }
        }
        guard count > 0 else { return 0 }
        let share = (sum / count - limits.lowerBound) / (limits.upperBound - limits.lowerBound)
        return UInt8(max(0, min(1, share)) * 255)
    }
}
