import Foundation

/// Two histograms over one axis of distances, genuine pairs upwards and impostors downwards, with the threshold; as inline SVG.
struct DistanceHistogram {
    let genuine: [Float]
    let impostor: [Float]
    let threshold: Float

    private static let bins = 40
    private static let (width, middle, reach) = (640.0, 120.0, 92.0)

    var svg: String {
        let most = max((genuine + impostor).filter(\.isFinite).max() ?? 1, threshold.isFinite ? threshold : 0, 1e-6)
        let up = counts(genuine, most)
        let down = counts(impostor, most)
        let highest = Double(max(1, (up + down).max() ?? 1))
        let wide = Self.width / Double(Self.bins)
        var svg = "<svg viewBox=\"0 0 640 240\" role=\"img\">\n"
        for bin in 0..<Self.bins {
            let x = String(format: "%.1f", Double(bin) * wide + 1)
            let (above, below) = (Double(up[bin]) / highest * Self.reach, Double(down[bin]) / highest * Self.reach)
            svg += bar("fill0", x, Self.middle - above, wide - 2, above) + bar("fill1", x, Self.middle, wide - 2, below)
        }
        if threshold.isFinite {
            let x = String(format: "%.1f", Double(threshold / most) * Self.width)
            svg +=
                "<g class=\"mark\"><path d=\"M\(x) 8V218\"/><text x=\"\(x)\" y=\"18\" dx=\"4\">threshold \(brief(threshold))</text></g>\n"
        }
        svg += "<text class=\"line0\" x=\"4\" y=\"14\">genuine \(genuine.count)</text>"
        svg += "<text class=\"line1\" x=\"4\" y=\"226\">impostor \(impostor.count)</text>"
        return svg + "<text class=\"end\" x=\"636\" y=\"236\">distance up to \(brief(most))</text>\n</svg>\n"
    }

    private func bar(_ style: String, _ x: String, _ y: Double, _ width: Double, _ height: Double) -> String {
        guard height > 0 else { return "" }
        return String(
            format: "<rect class=\"%@\" x=\"%@\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", style, x, y, width, height)
    }

    private func counts(_ distances: [Float], _ most: Float) -> [Int] {
        var counts = [Int](repeating: 0, count: Self.bins)
        for distance in distances where distance.isFinite {
            counts[min(Self.bins - 1, max(0, Int(distance / most * Float(Self.bins))))] += 1
        }
        return counts
    }
}
