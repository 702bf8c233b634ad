import Foundation

/// How every layer with parameters stands: sent with each evaluation, of the last training step before it.
public struct LayerStatistics: Codable, Sendable, Equatable {
    public var step: Int
    /// Seconds of training since the start of the run, pauses not counted.
    public var elapsed: Double
    /// In the order in which they run.
    public var layers: [LayerFigures]
    /// What the first convolution looks for; `nil` for a network without one.
    public var filters: FilterPictures?

    public init(step: Int, elapsed: Double, layers: [LayerFigures], filters: FilterPictures? = nil) {
        self.step = step
        self.elapsed = elapsed
        self.layers = layers
        self.filters = filters
    }

    /// The figures of the layer called `name`, as `NetworkGraph.Node.name` has it.
    public subscript(name: String) -> LayerFigures? { layers.first { $0.name == name } }
}

/// The trainable parameters of one layer (weights and biases together) and their last gradient.
public struct LayerFigures: Codable, Sendable, Equatable {
    /// As `NetworkGraph.Node.name`: `conv1`, `layer1.0.conv1`.
    public var name: String
    /// Euclidean norms.
    public var weightNorm: Float
    public var gradientNorm: Float
    /// Norm of the last change of the parameters over their norm; around 1e-3 is usual. `nil` before the first step.
    public var updateRatio: Float?
    /// Share of the units after this layer's ReLU, 0 to 1, that answered to no image of the last batch; `nil` where no ReLU follows.
    public var deadFraction: Float?
    /// How the values lie, non-finite ones left out.
    public var weights: ValueHistogram
    public var gradients: ValueHistogram

    public init(
        name: String, weightNorm: Float, gradientNorm: Float, updateRatio: Float?, deadFraction: Float?, weights: ValueHistogram,
        gradients: ValueHistogram
    ) {
        self.name = name
        self.weightNorm = weightNorm
        self.gradientNorm = gradientNorm
        self.updateRatio = updateRatio
        self.deadFraction = deadFraction
        self.weights = weights
        self.gradients = gradients
    }
}

/// Counts of values in bins of equal width from `minimum` to `maximum`, both included.
public struct ValueHistogram: Codable, Sendable, Equatable {
    public static let binCount = 32

    public var minimum: Float
    public var maximum: Float
    /// `binCount` of them; all values in the first where `minimum` equals `maximum`.
    public var counts: [Int]

    public init(minimum: Float, maximum: Float, counts: [Int]) {
        self.minimum = minimum
        self.maximum = maximum
        self.counts = counts
    }

    /// Values that are not finite are left out.
    public init(_ values: some Collection<Float>) {
        var lowest = Float.infinity
        var highest = -Float.infinity
        for value in values where value.isFinite {
            lowest = min(lowest, value)
            highest = max(highest, value)
        }
        var counts = Array(repeating: 0, count: Self.binCount)
        let width = highest - lowest
        for value in values where value.isFinite {
            let place = width > 0 && width.isFinite ? Int((value - lowest) / width * Float(Self.binCount)) : 0
            counts[min(max(place, 0), Self.binCount - 1)] += 1
        }
        self.init(minimum: lowest <= highest ? lowest : 0, maximum: lowest <= highest ? highest : 0, counts: counts)
    }
}

/// The filters of a convolution, in one byte a weight: `[count, channels, height, width]`.
public struct FilterPictures: Codable, Sendable, Equatable {
    /// The convolution's name.
    public var layer: String
    public var count: Int
    public var channels: Int
    public var height: Int
    public var width: Int
    /// The weight that 127 stands for; -127 stands for its opposite.
    public var scale: Float
    /// Signed bytes, row-major; base64 in JSON.
    public var bytes: Data

    /// Quantises `weights`, row-major `[count, channels, height, width]`; the first `largestCount` filters are kept.
    ///
    /// - Returns: `nil` where the numbers do not fill the shape.
    public init?(layer: String, shape: [Int], weights: [Float]) {
        guard shape.count == 4, shape.allSatisfy({ $0 > 0 }), shape.reduce(1, *) == weights.count else { return nil }
        self.layer = layer
        count = min(shape[0], Self.largestCount)
        (channels, height, width) = (shape[1], shape[2], shape[3])
        let kept = weights.prefix(count * channels * height * width)
        let largest = kept.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 }
        scale = largest
        bytes = Data(
            kept.map { weight in
                UInt8(
                    bitPattern: largest > 0 && weight.isFinite ? Int8(max(-127, min(127, (weight / largest * 127).rounded()))) : 0
                )
            })
    }

    /// More filters than a screen shows.
    public static let largestCount = 256

    /// The weights of one filter in one channel, row-major `[height, width]`; empty where there is no such filter.
    public func weights(filter: Int, channel: Int) -> [Float] {
        // The numbers may come from a damaged file.
        guard filter >= 0, filter < count, channel >= 0, channel < channels, height > 0, width > 0,
            [count, channels, height, width].allSatisfy({ $0 <= 1 << 15 }), bytes.count == count * channels * height * width
        else { return [] }
        let size = height * width
        let start = (filter * channels + channel) * size
        return bytes.dropFirst(start).prefix(size).map { Float(Int8(bitPattern: $0)) / 127 * scale }
    }
}
