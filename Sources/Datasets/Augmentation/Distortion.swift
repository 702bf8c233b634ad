import Foundation
import Networks

/// One draw of an augmentation: what happens to one image.
struct Distortion {
    /// From a place in the result to the place in the image that it shows.
    var sampling: AffineMap
    var displacement: DisplacementField?
    /// Added to values 0 to 255.
    var brightness: Float = 0
    var contrast: Float = 1
    /// Deviation, of values 0 to 255.
    var noise: Float = 0
    /// What moves places of the image before: it makes another class of it.
    private(set) var classWarp: Warp?

    /// Where places of a result come from: through the map, then by the displacement.
    struct Warp {
        let sampling: AffineMap
        let displacement: DisplacementField?
    }

    init(view: DihedralView) {
        sampling = view.sampling
    }

    init(_ augmentation: Augmentation, view: DihedralView, shape: TensorShape, using generator: inout SeededGenerator) {
        func draw(_ most: Double) -> Double {
            most > 0 ? Double(generator.uniform(-1...1)) * most : 0
        }
        let angle = draw(augmentation.rotation) * .pi / 180
        let size = 1 + draw(augmentation.scale)
        let shear = draw(augmentation.shear)
        // The forward map is shear, then turn, then size; sampling goes the other way.
        let unturned = AffineMap(xx: cos(angle), xy: sin(angle), yx: -sin(angle), yy: cos(angle))
        let unsized = AffineMap(
            xx: 1 / size, yy: 1 / size, x: 2 * draw(augmentation.translation), y: 2 * draw(augmentation.translation))
        sampling = AffineMap(xy: -shear).after(unturned).after(unsized).keepingAngles(width: shape.width, height: shape.height)
        if augmentation.horizontalFlip, generator.next() & 1 == 1 { sampling = AffineMap(xx: -1).after(sampling) }
        if augmentation.crop > 0 {
            let side = 1 - augmentation.crop * Double(generator.uniform())
            let window = AffineMap(xx: side, yy: side, x: draw(1 - side), y: draw(1 - side))
            sampling = window.after(sampling)
        }
        sampling = view.sampling.after(sampling)
        if augmentation.elastic > 0 { displacement = DisplacementField(deviation: augmentation.elastic, using: &generator) }
        brightness = Float(draw(augmentation.brightness)) * 255
        contrast = 1 + Float(draw(augmentation.contrast))
        noise = Float(augmentation.noise) * 255
    }

    /// The same, of an image to which `change` has happened.
    ///
    /// Values are changed as by one after the other, without the bounds of 0 and 255 between them. Noise stays this one's.
    func after(_ change: Distortion) -> Distortion {
        var both = self
        if !change.keepsPlaces { both.classWarp = Warp(sampling: change.sampling, displacement: change.displacement) }
        both.contrast *= change.contrast
        both.brightness += change.brightness
        return both
    }

    var keepsPlaces: Bool { sampling == .identity && displacement == nil && classWarp == nil }
    var keepsValues: Bool { brightness == 0 && contrast == 1 && noise == 0 }
}

/// Smooth random displacements: a coarse grid of normal draws, between which uniform cubic B-splines run.
struct DisplacementField {
    /// Control points a side, four of them from edge to edge.
    static let side = 6
    /// Shares of the side, row by row.
    private(set) var x: [Float]
    private(set) var y: [Float]

    init(deviation: Double, using generator: inout SeededGenerator) {
        let count = Self.side * Self.side
        // The spline's weights halve the deviation of what it runs between.
        x = (0..<count).map { _ in 2 * Float(deviation) * generator.normal() }
        y = (0..<count).map { _ in 2 * Float(deviation) * generator.normal() }
    }

    /// The displacement of any place, 0 to 1 from edge to edge, in shares of the side.
    func shift(x column: Float, y row: Float) -> SIMD2<Float> {
        let (left, across) = Self.weights(at: column)
        let (top, down) = Self.weights(at: row)
        var sum = SIMD2<Float>.zero
        for tap in 0..<4 {
            let first = (top + tap) * Self.side + left
            var line = SIMD2<Float>.zero
            for next in 0..<4 { line += SIMD2(x[first + next], y[first + next]) * across[next] }
            sum += line * down[tap]
        }
        return sum
    }

    /// The first control point and the four weights of a place, 0 to 1.
    static func weights(at place: Float) -> (first: Int, weights: SIMD4<Float>) {
        let scaled = min(max(place, 0), 1) * Float(side - 3)
        let first = min(Int(scaled), side - 4)
        let t = scaled - Float(first)
        let (square, cube) = (t * t, t * t * t)
        let rest = 1 - t
        return (first, SIMD4(rest * rest * rest, 3 * cube - 6 * square + 4, -3 * cube + 3 * square + 3 * t + 1, cube) / 6)
    }
}
