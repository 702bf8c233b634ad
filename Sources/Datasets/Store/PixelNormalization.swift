/// Brings pixels to mean 0 and deviation 1, channel by channel, as measured on the training images. So it makes no difference to a
/// network whether a set is dark on light or light on dark.
public struct PixelNormalization: Codable, Sendable, Equatable {
    /// Per channel, of values 0 to 1.
    public let mean: [Float]
    public let deviation: [Float]

    public init(mean: [Float], deviation: [Float]) {
        self.mean = mean
        self.deviation = deviation
    }

    /// Leaves pixels as they are, 0 to 1.
    public static func identity(channels: Int) -> PixelNormalization {
        PixelNormalization(mean: Array(repeating: 0, count: channels), deviation: Array(repeating: 1, count: channels))
    }

    /// Measures on images, or on this many of them, evenly spread. Files that have vanished since are passed over.
    init(measuring store: ImageStore, items: [Int], atMost limit: Int) {
        let stride = max(1, (items.count + limit - 1) / limit)
        let plane = store.shape.height * store.shape.width
        // Counts of whole numbers: exact in any order.
        var histograms = [[Int]](repeating: [Int](repeating: 0, count: 256), count: store.shape.channels)
        for position in Swift.stride(from: 0, to: items.count, by: stride) {
            try? store.withPlanes(of: items[position]) { planes in
                for channel in histograms.indices {
                    histograms[channel].withUnsafeMutableBufferPointer { histogram in
                        for index in channel * plane..<(channel + 1) * plane { histogram[Int(planes[index])] += 1 }
                    }
                }
            }
        }
        let moments = histograms.map { histogram in
            let count = Double(max(1, histogram.reduce(0, +)))
            let mean = histogram.enumerated().reduce(0) { $0 + Double($1.offset * $1.element) } / count
            let variance =
                histogram.enumerated().reduce(0) {
                    $0 + Double($1.element) * (Double($1.offset) - mean) * (Double($1.offset) - mean)
                } / count
            return (mean: mean / 255, deviation: variance.squareRoot() / 255)
        }
        mean = moments.map { Float($0.mean) }
        // Images of one colour have no deviation; a grey level is the least that can be told apart.
        deviation = moments.map { Float(max($0.deviation, 1.0 / 255)) }
    }
}

extension ImageStore {
    /// Measures mean and deviation on all images of some classes.
    public func normalization(ofClasses classes: [Int]) -> PixelNormalization {
        normalization(of: classes.flatMap { catalog.classes[$0].items })
    }

    /// Measures mean and deviation on images, by their places: those of the training split.
    public func normalization(of items: [Int]) -> PixelNormalization {
        PixelNormalization(measuring: self, items: items, atMost: 20_000)
    }
}
