/// Images as a network takes them, `[images, C, H, W]`, and what is known about them.
public struct Batch: Sendable {
    /// Of N pairs: 2N images, the left ones, then the right ones.
    public var images: [Float]
    /// Per pair, genuine or impostor; empty where the batch is not made of pairs.
    public var same: [Bool]
    /// Per image: what images of the same class share. Empty where only pairs are known.
    public var labels: [Int]

    public init(images: [Float] = [], same: [Bool] = [], labels: [Int] = []) {
        self.images = images
        self.same = same
        self.labels = labels
    }
}
