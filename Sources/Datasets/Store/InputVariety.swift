/// How much images differ from each other at a network's input size.
public struct InputVariety: Sendable, Equatable {
    /// How many were compared.
    public let images: Int
    /// Root mean square of what a pixel varies by from image to image, in grey levels of 255.
    public let deviation: Float
    /// The same for all pixels of all images: their contrast.
    public let contrast: Float

    /// Half a grey level is what rounding does.
    private static let leastDeviation: Float = 0.5
    /// Of the contrast: less than this a network does not see, since inputs are brought to a contrast of 1.
    private static let leastShare: Float = 2e-3

    /// Whether the images are as good as one.
    public var isNone: Bool { images > 1 && (deviation < Self.leastDeviation || deviation < Self.leastShare * contrast) }

    public init(images: Int, deviation: Float, contrast: Float) {
        (self.images, self.deviation, self.contrast) = (images, deviation, contrast)
    }
}

extension ImageStore {
    /// Compares images, or this many of them, evenly spread. Files that have vanished since are passed over.
    public func variety(of items: [Int], atMost limit: Int = 500) -> InputVariety {
        let stride = max(1, (items.count + limit - 1) / limit)
        var sums = [Double](repeating: 0, count: shape.count)
        var squares = sums
        var count = 0
        for position in Swift.stride(from: 0, to: items.count, by: stride) {
            let isRead: Void? = try? withPlanes(of: items[position]) { planes in
                for (index, byte) in planes.enumerated() {
                    sums[index] += Double(byte)
                    squares[index] += Double(byte) * Double(byte)
                }
            }
            if isRead != nil { count += 1 }
        }
        let number = Double(max(1, count))
        let pixels = Double(max(1, shape.count))
        let within = zip(sums, squares).reduce(0) { $0 + max(0, $1.1 / number - $1.0 / number * ($1.0 / number)) } / pixels
        let mean = sums.reduce(0, +) / number / pixels
        let all = squares.reduce(0, +) / number / pixels - mean * mean
        return InputVariety(
            images: count, deviation: Float(within.squareRoot()), contrast: Float(max(0, all).squareRoot()))
    }
}
