import Foundation
import Networks

/// What the characters of an alphabet have in common.
struct GlyphStyle {
    /// Places that strokes begin, turn and end at.
    let anchors: [Point]
    let strokeCounts: ClosedRange<Int>
    let turns: ClosedRange<Int>
    /// How far the middle between two anchors is pushed aside, as a share of their distance.
    let bend: Double
    /// How often a stroke begins where another one passes.
    let joining: Double
    let flourish: Flourish
    let flourishing: Double

    enum Flourish: Int, CaseIterable {
        case loop
        case hook
        case dot
        case bar
        case tail
    }

    init(_ generator: inout SeededGenerator) {
        let columns = [0.08, 0.5, 0.92]
        var places = columns.flatMap { x in [0.05, 0.36, 0.66, 0.95].map { y in Point(x, y) } }
        places.shuffle(using: &generator)
        anchors = places.prefix(8 + generator.index(below: 3)).map { $0 + generator.offset(0.06) }
        let fewest = 1 + generator.index(below: 2)
        strokeCounts = fewest...(fewest + 1)
        // Few strokes turn more often: every alphabet is about equally rich.
        turns = fewest == 1 ? 2...3 : 1...2
        bend = Double(generator.uniform(0.05...0.55))
        joining = Double(generator.uniform(0.4...0.9))
        flourish = Flourish.allCases[generator.index(below: Flourish.allCases.count)]
        flourishing = Double(generator.uniform(0.25...0.6))
    }

    func character(_ generator: inout SeededGenerator) -> [Stroke] {
        var strokes: [Stroke] = []
        let count = strokeCounts.lowerBound + generator.index(below: strokeCounts.count)
        for _ in 0..<count {
            let start: Point? =
                strokes.isEmpty || Double(generator.uniform()) > joining
                ? nil : strokes[generator.index(below: strokes.count)].points.randomElement(using: &generator)
            strokes.append(stroke(from: start, &generator))
        }
        if Double(generator.uniform()) < flourishing { decorate(&strokes, &generator) }
        return strokes
    }

    private func stroke(from start: Point?, _ generator: inout SeededGenerator) -> Stroke {
        var last = start ?? anchors[generator.index(below: anchors.count)]
        var points = [last]
        var unused = anchors
        for _ in 0..<turns.lowerBound + generator.index(below: turns.count) {
            // Letters are made of short movements: the next place is one of the nearest that are not the same.
            unused.removeAll { distance($0, last) < 0.2 }
            let nearest = unused.sorted { distance($0, last) < distance($1, last) }.prefix(4)
            guard let next = nearest.randomElement(using: &generator) else { break }
            let along = next - last
            let aside = Point(-along.y, along.x) * (bend * Double(generator.uniform(-1...1)))
            points += [(last + next) / 2 + aside, next]
            last = next
        }
        return Stroke(points: points)
    }

    private func decorate(_ strokes: inout [Stroke], _ generator: inout SeededGenerator) {
        let chosen = generator.index(below: strokes.count)
        guard let end = strokes[chosen].points.last else { return }
        switch flourish {
        case .loop:
            let centre = end + Point(0.11, 0)
            strokes[chosen].points += (1...6).map { step in
                let angle = Double.pi * (1 - Double(step) / 3)
                return centre + 0.11 * Point(cos(angle), sin(angle))
            }
        case .hook:
            strokes[chosen].points += [end + Point(0.1, 0.07), end + Point(0.14, -0.08)]
        case .dot:
            let place = anchors[generator.index(below: anchors.count)] + Point(0.12, -0.1)
            strokes.append(Stroke(points: [place, place + Point(0.04, 0.03)]))
        case .bar:
            strokes.append(Stroke(points: [Point(0.05, 0.02), Point(0.5, 0), Point(0.95, 0.02)]))
        case .tail:
            strokes[chosen].points += [end + Point(-0.12, 0.1), end + Point(-0.3, 0.12)]
        }
    }
}

extension SeededGenerator {
    /// A normal offset in both directions.
    mutating func offset(_ deviation: Double) -> Point {
        Point(Double(normal()), Double(normal())) * deviation
    }
}
