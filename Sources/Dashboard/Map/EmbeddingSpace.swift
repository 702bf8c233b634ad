import MetricLearning
import Training

/// The test images as the network sees them at one evaluation.
struct EmbeddingSpace: Sendable {
    let step: Int
    let images: [PairDescription.Side]
    /// `[images, features]`.
    let embeddings: Matrix
    /// Share of the variance that the numbers hold, 0 to 1.
    let keptVariance: Float
    /// The classes in the order of their first images.
    let classes: [String]
    /// The class of every image, as a place in `classes`.
    let classOfImage: [Int]

    /// - Returns: `nil` where images and embeddings do not belong together.
    init?(_ snapshot: EmbeddingSnapshot, images: [PairDescription.Side]) {
        guard let embeddings = snapshot.embeddings, embeddings.rows == images.count, !images.isEmpty,
            embeddings.values.allSatisfy(\.isFinite)
        else { return nil }
        step = snapshot.step
        self.images = images
        self.embeddings = embeddings
        keptVariance = snapshot.keptVariance
        var places: [String: Int] = [:]
        var classes: [String] = []
        classOfImage = images.map { image in
            if let place = places[image.className] { return place }
            places[image.className] = classes.count
            classes.append(image.className)
            return classes.count - 1
        }
        self.classes = classes
    }

    func distance(_ one: Int, _ other: Int) -> Float {
        let columns = embeddings.columns
        return embeddings.values.withUnsafeBufferPointer { values in
            var square: Float = 0
            for column in 0..<columns {
                let difference = values[one * columns + column] - values[other * columns + column]
                square += difference * difference
            }
            return square.squareRoot()
        }
    }

    /// The images nearest to one, the nearest first.
    func nearest(to image: Int, count: Int) -> [(image: Int, distance: Float)] {
        let others = images.indices.filter { $0 != image }.map { (image: $0, distance: distance(image, $0)) }
        return Array(others.sorted { ($0.distance, $0.image) < ($1.distance, $1.image) }.prefix(count))
    }

    /// Share of the images whose nearest other image shows their class; only images that have another one of it count. Of equally near
    /// ones those of other classes come first, as everywhere: ties never flatter.
    var recallAtOne: Float {
        let sizes = Dictionary(grouping: classOfImage) { $0 }.mapValues(\.count)
        let asked = images.indices.filter { sizes[classOfImage[$0], default: 0] > 1 }
        let right = asked.count { image in
            var (own, others) = (Float.infinity, Float.infinity)
            for other in images.indices where other != image {
                let distance = distance(image, other)
                if classOfImage[other] == classOfImage[image] { own = min(own, distance) } else { others = min(others, distance) }
            }
            return own < others
        }
        return asked.isEmpty ? .nan : Float(right) / Float(asked.count)
    }
}
