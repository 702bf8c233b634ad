import Foundation

/// Two histograms over one axis of distances, genuine pairs upwards and impostors downwards, with the threshold; as inline SVG.
struct DistanceHistogram {
    let genuine: [Float]
    let impostor: [Float]
    let threshold: Float

    private static let bins = 40
    private static let (width, middle, reach) = (640.0, 120.0, 92.0)

    var svg: String {
        let distances = (genuine + impostor).filter(\.isFinite) + (threshold.isFinite ? [threshold] : [])
        // A learned comparison has distances below zero.
        let least = min(distances.min() ?? 0, 0)
        let most = max(distances.max() ?? 1, least + 1e-6)
        let up = counts(genuine, least, most)
        let down = counts(impostor, least, most)
        let highest = Double(max(1, (up + down).max() ?? 1))
        let wide = Self.width / Double(Self.bins)
        func place(_ distance: Double) -> String {
            String(format: "%.1f", (distance - Double(least)) / Double(most - least) * Self.width)
        }
        var svg = "<svg viewBox=\"0 0 640 250\" role=\"img\">\n"
        for bin in 0..<Self.bins {
            let x = String(format: "%.1f", Double(bin) * wide + 1)
            let (above, below) = (Double(up[bin]) / highest * Self.reach, Double(down[bin]) / highest * Self.reach)
            svg += bar("fill0", x, Self.middle - above, wide - 2, above) + bar("fill1", x, Self.middle, wide - 2, below)
        }
        for tick in LineChart.ticks(Double(least)...Double(most)) {
            let x = place(tick)
            let side = tick == Double(least) ? "" : " class=\"middle\""
            svg += "<path class=\"grid\" d=\"M\(x) 218V224\"/><text\(side) x=\"\(x)\" y=\"236\">\(brief(tick))</text>\n"
        }
        if threshold.isFinite {
            let x = place(Double(threshold))
            // Beside the line where there is more room.
            let words = threshold > (least + most) / 2 ? "class=\"end\" dx=\"-4\"" : "dx=\"4\""
            svg +=
                "<g class=\"mark\"><path d=\"M\(x) 8V218\"/><text x=\"\(x)\" y=\"18\" \(words)>threshold \(threshold)</text></g>\n"
        }
        svg += "<text class=\"line0\" x=\"4\" y=\"14\">genuine \(genuine.count)</text>"
        svg += "<text class=\"line1\" x=\"4\" y=\"214\">impostor \(impostor.count)</text>"
        return svg + "<text class=\"end\" x=\"636\" y=\"248\">distance</text>\n</svg>\n"
    }

    private func bar(_ style: String, _ x: String, _ y: Double, _ width: Double, _ height: Double) -> String {
        guard height > 0 else { return "" }
        return String(
            format: "<rect class=\"%@\" x=\"%@\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", style, x, y, width, height)
    }

    private func counts(_ distances: [Float], _ least: Float, _ most: Float) -> [Int] {
        var counts = [Int](repeating: 0, count: Self.bins)
        for distance in distances where distance.isFinite {
            counts[min(Self.bins - 1, max(0, Int((distance - least) / (most - least) * Float(Self.bins))))] += 1
        }
        return counts
    }
}
