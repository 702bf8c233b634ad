import Foundation
import MetricLearning

/// Where the network puts test images at an evaluation: what the map and the one-shot episodes are drawn from.
///
/// Kept small, since every evaluation leaves one on disk: a few hundred images, at most `mostFeatures` numbers each, in half precision.
/// Longer embeddings are laid out along their principal directions, which keeps distances as far as `keptVariance` tells.
public struct EmbeddingSnapshot: Codable, Sendable, Equatable {
    /// The step after which it was taken.
    public var step: Int
    public var elapsed: Double
    /// The images in the order of the rows; `nil` where they are those of the snapshot before.
    public var images: [PairDescription.Side]?
    /// Share of the embeddings' variance that the numbers hold, 0 to 1.
    public var keptVariance: Float
    private var features: Int
    /// The largest size of a number; the packed ones lie within -1 to 1.
    private var scale: Float
    /// Row-major, half precision, little-endian, base64.
    private var values: String

    public static let mostFeatures = 64

    /// - Parameter embeddings: `[images, features]`.
    public init(step: Int, elapsed: Double, images: [PairDescription.Side]?, embeddings: Matrix) {
        self.step = step
        self.elapsed = elapsed
        self.images = images
        var kept = embeddings
        keptVariance = 1
        if embeddings.columns > Self.mostFeatures {
            let coordinates = PrincipalCoordinates(of: embeddings, count: Self.mostFeatures)
            kept = coordinates.points
            keptVariance = coordinates.keptVariance
        }
        features = kept.columns
        let largest = kept.values.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 }
        scale = largest > 0 ? largest : 1
        var bytes = Data(capacity: 2 * kept.values.count)
        for value in kept.values {
            withUnsafeBytes(of: Float16(value / scale).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        values = bytes.base64EncodedString()
    }

    /// The embeddings, `[images, features]`; `nil` where the packed text is damaged.
    public var embeddings: Matrix? {
        guard (1...1 << 20).contains(features), let bytes = Data(base64Encoded: values), bytes.count % (2 * features) == 0 else {
            return nil
        }
        let numbers = bytes.withUnsafeBytes { raw in
            (0..<raw.count / 2).map { place in
                let pattern = UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self))
                return Float(Float16(bitPattern: pattern)) * scale
            }
        }
        return Matrix(rows: numbers.count / features, columns: features, values: numbers)
    }
}
