import Foundation

extension Picture {
    /// The picture in grey with heat on it, from nothing over orange to yellow.
    ///
    /// - Parameter heat: one number a place of `[height, width]`, 0 to 1; stretched over the picture.
    func heated(by heat: [Float], width heatWidth: Int, height heatHeight: Int) -> Picture? {
        guard heatWidth > 0, heatHeight > 0, heat.count == heatWidth * heatHeight else { return nil }
        let soft = Self.softened(heat, width: heatWidth, height: heatHeight)
        let largest = max(soft.max() ?? 0, .leastNormalMagnitude)
        // Small pictures would have coarse heat: the finer of both grids is drawn.
        let (outWidth, outHeight) = (max(width, heatWidth), max(height, heatHeight))
        var result: [UInt8] = []
        result.reserveCapacity(outWidth * outHeight * 3)
        for y in 0..<outHeight {
            for x in 0..<outWidth {
                let grey = mean(x: x, y: y, in: (outWidth, outHeight)).lightness * 255
                let value = soft[y * heatHeight / outHeight * heatWidth + x * heatWidth / outWidth] / largest
                // The faint glow that lies nearly everywhere would hide the image.
                let share = max(0, Double(value) - 0.08) / 0.92
                let base = grey * 0.45 * (1 - share)
                result.append(UInt8(min(255, base + 255 * share)))
                result.append(UInt8(min(255, base + (80 + 150 * share * share) * share)))
                result.append(UInt8(min(255, base + 20 * share)))
            }
        }
        return Picture(width: outWidth, height: outHeight, channels: 3, pixels: result)
    }

    /// Means over small squares: single pixels of a gradient are noise.
    private static func softened(_ heat: [Float], width: Int, height: Int) -> [Float] {
        let radius = max(1, min(width, height) / 40)
        return heat.indices.map { place in
            let (x, y) = (place % width, place / width)
            var sum: Float = 0
            var count: Float = 0
            for row in max(0, y - radius)...min(height - 1, y + radius) {
                for column in max(0, x - radius)...min(width - 1, x + radius) where heat[row * width + column].isFinite {
                    sum += heat[row * width + column]
                    count += 1
                }
            }
            return count > 0 ? sum / count : 0
        }
    }
}
