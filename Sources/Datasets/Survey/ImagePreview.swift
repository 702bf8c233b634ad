import Networks

/// What a network sees of an image: at its size and changed as it would be in a batch.
public struct ImagePreview: Sendable {
    private let resizer: Resizer
    private let preparation: BatchPreparation

    /// - Throws: `DatasetError` for a shape that is no image's.
    public init(shape: TensorShape, augmentation: Augmentation, seed: UInt64) throws {
        resizer = try Resizer(shape: shape)
        preparation = BatchPreparation(
            normalization: .identity(channels: shape.channels), augmentation: augmentation, generator: SeededGenerator(seed: seed)
        )
    }

    public func image(_ image: DecodedImage, view: DihedralView = .upright, step: Int = 0, place: Int = 0) -> DecodedImage {
        let shape = resizer.shape
        var (distortion, generator) = preparation.distortion(view, step: step, place: place, shape: shape)
        var values = [Float](repeating: 0, count: shape.count)
        resizer.bytes(from: image).withUnsafeBufferPointer { planes in
            values.withUnsafeMutableBufferPointer { distortion.apply(planes, shape, into: $0, noise: &generator) }
        }
        return DecodedImage(planes: values.map { UInt8(min(max($0 + 0.5, 0), 255)) }, shape: shape)
    }
}
