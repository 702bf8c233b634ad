import Networks

/// Brings decoded images to what a network takes: resized, rounded to bytes and normalised, exactly as in the batches it was trained on.
public struct InputPreparation: Sendable {
    /// `[C, H, W]` of one image.
    public var shape: TensorShape { resizer.shape }
    public let normalization: PixelNormalization
    private let resizer: Resizer

    /// - Throws: `DatasetError` where images cannot be brought to the shape, or the normalisation is of another number of channels.
    public init(shape: TensorShape, normalization: PixelNormalization) throws {
        resizer = try Resizer(shape: shape)
        guard normalization.mean.count == shape.channels, normalization.deviation.count == shape.channels,
            normalization.deviation.allSatisfy({ $0 > 0 })
        else {
            throw DatasetError(
                "the normalisation does not fit the input \(shape); it needs a mean and a deviation for each channel")
        }
        self.normalization = normalization
    }

    /// The image as `[C, H, W]`.
    public func values(of image: DecodedImage) -> [Float] {
        var values = [Float](repeating: 0, count: shape.count)
        values.withUnsafeMutableBufferPointer { write(image, into: $0) }
        return values
    }

    /// Decodes items of a catalogue and writes them one behind the other, on several threads.
    ///
    /// - Parameter values: `[items, C, H, W]`; has room for them, and may have more.
    /// - Returns: by place in `items`, why one could not be read. What stands in its place is without meaning.
    public func write(
        _ items: Range<Int>, of catalog: ImageCatalog, into values: inout [Float], threads: Int
    ) -> [Int: String] {
        precondition(values.count >= items.count * shape.count, "there must be room for the images")
        return values.withUnsafeMutableBufferPointer { values in
            let images = DisjointParts(values, partCount: shape.count)
            var reasons = [String?](repeating: nil, count: items.count)
            reasons.withUnsafeMutableBufferPointer { reasons in
                let reasons = DisjointParts(reasons, partCount: 1)
                concurrently(items.count, threads: threads) { place in
                    do {
                        write(try catalog.decodeUnnamed(items.lowerBound + place), into: images[place])
                    } catch {
                        reasons[place][0] = String(describing: error)
                    }
                }
            }
            return Dictionary(
                uniqueKeysWithValues: reasons.enumerated().compactMap { place, reason in reason.map { (place, $0) } })
        }
    }

    private func write(_ image: DecodedImage, into values: UnsafeMutableBufferPointer<Float>) {
        for (place, byte) in resizer.bytes(from: image).enumerated() { values[place] = Float(byte) }
        normalization.normalize(values, planes: shape.channels)
    }
}
