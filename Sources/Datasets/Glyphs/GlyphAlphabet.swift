import Networks

/// An invented alphabet: characters in one style. They share the places that strokes join, how much strokes bend, and a flourish;
/// so telling two characters of one alphabet apart needs more than recognising the style.
struct GlyphAlphabet {
    let name: String
    /// Per character: its strokes as its inventor would write them.
    let characters: [[Stroke]]

    init(index: Int, characters count: Int, generator: SeededGenerator) {
        var generator = generator.derived("glyph alphabet", index)
        name = Self.name(&generator)
        let style = GlyphStyle(&generator)
        var characters: [[Stroke]] = []
        var silhouettes: [[Double]] = []
        // Characters that look alike would be wrong labels; the bar rises slowly, so that any number can be invented.
        var bar = 0.5
        while characters.count < count {
            guard let candidate = filled(style.character(&generator)) else { continue }
            let silhouette = GlyphRaster.silhouette(of: candidate)
            if silhouettes.allSatisfy({ similarity($0, silhouette) < bar }) {
                characters.append(candidate)
                silhouettes.append(silhouette)
            } else {
                bar += 0.0005
            }
        }
        self.characters = characters
    }

    private static func name(_ generator: inout SeededGenerator) -> String {
        let onsets = ["V", "T", "M", "S", "K", "L", "R", "Z", "H", "D", "N", "B", "Sh", "Qu", "Th", "Y", "G", "P"]
        let vowels = ["a", "e", "i", "o", "u", "ai", "ei"]
        let codas = ["n", "r", "l", "sk", "m", "th", "v"]
        func pick(_ parts: [String]) -> String { parts[generator.index(below: parts.count)] }
        return pick(onsets) + pick(vowels) + pick(codas) + pick(onsets).lowercased() + pick(vowels)
            + pick(["n", "r", "sh", "k", ""])
    }
}

/// Moves and enlarges a character so that its longer side fills the unit square; `nil` for one that is little more than a line.
private func filled(_ character: [Stroke]) -> [Stroke]? {
    let points = character.flatMap(\.points)
    guard let first = points.first else { return nil }
    let (least, most) = points.reduce((first, first)) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
    let extent = most - least
    let length = character.reduce(0) { $0 + $1.length }
    guard extent.min() > 0.3 * extent.max(), length > 1.7 * extent.max() else { return nil }
    return character.map { $0.transformed { ($0 - (least + most) / 2) / extent.max() + Point(0.5, 0.5) } }
}

/// The correlation of two silhouettes, -1 to 1.
private func similarity(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
}
