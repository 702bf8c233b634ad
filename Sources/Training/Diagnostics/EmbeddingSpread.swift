import MetricLearning

/// How far the embeddings of a batch lie apart, beside how long they are: 0 where all are the same, around 1 where they have nothing in
/// common. No scale and no loss changes it.
struct EmbeddingSpread: Codable, Equatable {
    /// Root mean square of the distances to the batch's mean, over the root mean square of the lengths.
    var relative: Float

    /// - Parameter embeddings: `[images, features]`.
    init(of embeddings: Matrix) {
        var total = 0.0
        var within = 0.0
        let rows = embeddings.rows
        guard rows > 1 else {
            relative = 1
            return
        }
        embeddings.values.withUnsafeBufferPointer { values in
            for column in 0..<embeddings.columns {
                // About the first row's value, so that embeddings with a large common part lose no digits.
                let origin = Double(values[column])
                var sum = 0.0
                var squares = 0.0
                for row in 0..<rows {
                    let value = Double(values[row * embeddings.columns + column])
                    let offset = value - origin
                    total += value * value
                    sum += offset
                    squares += offset * offset
                }
                within += max(0, squares - sum * sum / Double(rows))
            }
        }
        relative = total > 0 && total.isFinite ? Float((within / total).squareRoot()) : total > 0 ? .nan : 0
    }
}
