import Dispatch
import Foundation
import Networks

/// Everything that turns the images of a plan into the numbers of a batch.
public struct BatchPreparation: Sendable {
    public let normalization: PixelNormalization
    public let augmentation: Augmentation
    /// Drawn once a step for all images of a class, so that a step's classes are others than the data set's.
    public let classAugmentation: Augmentation
    private let generator: SeededGenerator

    /// - Parameter generator: what the augmentation draws from; each image of each step has its own place in it.
    public init(
        normalization: PixelNormalization, augmentation: Augmentation = .none, classAugmentation: Augmentation = .none,
        generator: SeededGenerator = SeededGenerator(seed: 0)
    ) {
        self.normalization = normalization
        self.augmentation = augmentation
        self.classAugmentation = classAugmentation
        self.generator = generator
    }

    /// - Parameter label: which images of the step are of one class; without it the class augmentation is left out.
    func distortion(
        _ view: DihedralView, label: Int? = nil, step: Int, place: Int, shape: TensorShape
    ) -> (Distortion, SeededGenerator) {
        guard augmentation != .none || classAugmentation != .none else { return (Distortion(view: view), generator) }
        var imageGenerator = generator.derived("augmentation", step, place)
        let distortion = Distortion(augmentation, view: view, shape: shape, using: &imageGenerator)
        guard classAugmentation != .none, let label else { return (distortion, imageGenerator) }
        var classGenerator = generator.derived("class augmentation", step, label)
        let change = Distortion(classAugmentation, view: .upright, shape: shape, using: &classGenerator)
        return (distortion.after(change), imageGenerator)
    }
}

extension ImageStore {
    /// Fills a batch as planned, in the memory that it has where that is enough. The result does not depend on `threads`.
    public func fill(
        _ batch: inout Batch, with plan: BatchPlan, step: Int = 0, _ preparation: BatchPreparation, threads: Int = 1
    ) throws {
        let count = plan.items.count * shape.count
        if batch.images.count != count { batch.images = Array(repeating: 0, count: count) }
        batch.same = plan.same
        batch.labels = plan.labels
        try batch.images.withUnsafeMutableBufferPointer {
            try write(plan, step, preparation, into: DisjointParts($0, partCount: shape.count), threads: threads)
        }
    }

    /// Writes images as they are, one behind the other.
    /// - Parameter values: has room for them, and may have more.
    public func write(_ items: [Int], into values: inout [Float], normalization: PixelNormalization) throws {
        precondition(values.count >= items.count * shape.count, "there must be room for the images")
        try values.withUnsafeMutableBufferPointer {
            try write(
                BatchPlan(items: items, labels: []), 0, BatchPreparation(normalization: normalization),
                into: DisjointParts($0, partCount: shape.count), threads: 1)
        }
    }

    private func write(
        _ plan: BatchPlan, _ step: Int, _ preparation: BatchPreparation, into images: DisjointParts<Float>, threads: Int
    ) throws {
        try concurrently(plan.items.count, threads: threads) { place in
            let view = plan.views.isEmpty ? .upright : plan.views[place]
            let label = plan.labels.isEmpty ? nil : plan.labels[place]
            var (distortion, generator) = preparation.distortion(view, label: label, step: step, place: place, shape: shape)
            let values = images[place]
            try withPlanes(of: plan.items[place]) { planes in
                distortion.apply(planes, shape, into: values, noise: &generator)
            }
            preparation.normalization.normalize(values, planes: shape.channels)
        }
    }
}

extension PixelNormalization {
    /// Turns values 0 to 255 into normalised ones.
    func normalize(_ values: UnsafeMutableBufferPointer<Float>, planes: Int) {
        let plane = values.count / planes
        for channel in 0..<planes {
            let scale = 1 / (255 * deviation[channel])
            let offset = -mean[channel] / deviation[channel]
            for index in channel * plane..<(channel + 1) * plane { values[index] = values[index] * scale + offset }
        }
    }
}
