/// Images as a network takes them: of N pairs, `[2N, C, H, W]`, the left images, then the right ones.
public struct Batch: Sendable {
    public var images: [Float]
    /// Per pair: genuine or impostor.
    public var same: [Bool]

    public init(images: [Float] = [], same: [Bool] = []) {
        self.images = images
        self.same = same
    }
}

extension ImageStore {
    /// Fills a batch as planned, in the memory that it has where that is enough.
    public func fill(_ batch: inout Batch, with plan: BatchPlan, normalization: PixelNormalization) throws {
        let size = shape.count
        if batch.images.count != plan.items.count * size {
            batch.images = Array(repeating: 0, count: plan.items.count * size)
        }
        batch.same = plan.same
        try batch.images.withUnsafeMutableBufferPointer { images in
            for (place, item) in plan.items.enumerated() {
                let room = UnsafeMutableBufferPointer(rebasing: images[place * size..<(place + 1) * size])
                try write(item, into: room, normalization: normalization)
            }
        }
    }
}
