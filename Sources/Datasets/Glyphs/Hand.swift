import Foundation
import Networks

/// How one invented person writes: everything of an alphabet a little larger, slanted, rounder, shakier, with another pen.
struct Hand {
    private let scale: Double
    private let aspect: Double
    private let slant: Double
    private let rotation: Double
    private let roundness: Double
    private let unsteadiness: Double
    private let carelessness: Double
    private let penRadius: Double

    init(_ generator: inout SeededGenerator) {
        scale = Double(generator.uniform(46...74))
        aspect = Double(generator.uniform(0.78...1.28))
        slant = 0.17 * Double(generator.normal())
        rotation = 0.09 * Double(generator.normal())
        roundness = Double(generator.uniform(0.6...1.5))
        unsteadiness = Double(generator.uniform(0.004...0.02))
        carelessness = Double(generator.uniform(0.02...0.05))
        penRadius = Double(generator.uniform(0.9...1.9))
    }

    /// Draws a character once; every drawing differs.
    func draw(_ character: [Stroke], _ generator: inout SeededGenerator) -> [Bool] {
        let size = scale * Double(generator.uniform(0.9...1.1))
        let turn = rotation + 0.06 * Double(generator.normal())
        let middle = Point(repeating: Double(GlyphRaster.side) / 2)
        let strokes = character.map { wobbly(misplaced($0, &generator), &generator) }
        let bounds = strokes.flatMap(\.points)
        let centre = bounds.reduce(Point.zero, +) / Double(max(1, bounds.count))
        let shift = generator.offset(4)
        let placed = strokes.map { stroke in
            stroke.transformed { point in
                var place = (point - centre) * Point(aspect.squareRoot(), 1 / aspect.squareRoot())
                place.x -= slant * place.y
                let turned = Point(
                    place.x * cos(turn) - place.y * sin(turn), place.x * sin(turn) + place.y * cos(turn))
                return inside(middle + shift + turned * size)
            }
        }
        return GlyphRaster.draw(placed, radius: penRadius * Double(generator.uniform(0.9...1.1)))
    }

    /// A stroke begins and ends elsewhere than it should, is longer or shorter, and bends more or less.
    private func misplaced(_ stroke: Stroke, _ generator: inout SeededGenerator) -> Stroke {
        let shift = generator.offset(carelessness)
        let stretch = Point(repeating: 1) + generator.offset(carelessness)
        let pivot = stroke.points[0]
        var points = stroke.points.map { pivot + ($0 - pivot) * stretch + shift + generator.offset(carelessness * 0.7) }
        // Points between two anchors say how a stroke bends.
        for index in stride(from: 1, to: points.count - 1, by: 2) {
            let straight = (points[index - 1] + points[index + 1]) / 2
            points[index] = straight + (points[index] - straight) * roundness
        }
        return Stroke(points: points)
    }

    /// The tremor of a hand: two slow waves along the stroke.
    private func wobbly(_ stroke: Stroke, _ generator: inout SeededGenerator) -> Stroke {
        var curve = stroke.sampled(perSegment: 6)
        for wave in 1...2 {
            let phase = Point(Double(generator.uniform()), Double(generator.uniform())) * (2 * Double.pi)
            let pace = Double(generator.uniform(0.15...0.5)) * Double(wave)
            for index in curve.indices {
                let angle = phase + Point(repeating: pace * Double(index))
                curve[index] += Point(sin(angle.x), sin(angle.y)) * (unsteadiness / Double(wave))
            }
        }
        return Stroke(points: curve)
    }

    private func inside(_ point: Point) -> Point {
        point.clamped(lowerBound: Point(repeating: 2), upperBound: Point(repeating: Double(GlyphRaster.side) - 2))
    }
}
