import MetricLearning
import Networks

extension SiameseEngine {
    /// Which image of a pair one is. It matters where the twins are separate.
    public enum Side: Sendable {
        case left
        case right
    }

    /// Embeds images with running statistics and without dropout.
    ///
    /// - Parameters:
    ///   - images: `[count, C, H, W]`; what comes after is not read.
    ///   - embeddings: at least `count` rows; the first `count` are overwritten.
    public func embed(_ images: [Float], count: Int, side: Side = .left, into embeddings: inout Matrix) throws {
        let (size, features) = (graph.left.input.count, embeddingSize)
        try require(
            count >= 0 && images.count >= count * size && embeddings.rows >= count && embeddings.columns == features,
            "\(count) images of \(graph.left.input) need as many numbers, and rows of \(features)")
        // Shared twins have one network, whatever passes they are trained in.
        let branch = side == .right && graph.right != nil ? right ?? left : left
        try images.withUnsafeBufferPointer { images in
            try embeddings.values.withUnsafeMutableBufferPointer { rows in
                try branch.infer(count: count) { range, input in
                    _ = input.update(fromContentsOf: images[range.lowerBound * size..<range.upperBound * size])
                } read: { range, output in
                    let place = range.lowerBound * features..<range.upperBound * features
                    _ = rows[place].update(fromContentsOf: output[..<place.count])
                }
            }
        }
    }

    /// The learned similarity of pairs of embeddings, without dropout.
    ///
    /// - Parameters:
    ///   - pairs: rows of the two matrices.
    ///   - left: embeddings of left images, `[n, F]`; `right`: of right ones. Both may be the same.
    /// - Returns: one logit a pair, large where the head takes both images for one class.
    public func logits(ofPairs pairs: [(left: Int, right: Int)], left: Matrix, right: Matrix) throws -> [Float] {
        let head = try requireHead()
        let size = embeddingSize
        try require(
            left.columns == size && right.columns == size
                && pairs.allSatisfy { left.indices.contains($0.left) && right.indices.contains($0.right) },
            "pairs must name rows of both matrices, each \(size) wide")
        var logits = [Float](repeating: 0, count: pairs.count)
        try left.values.withUnsafeBufferPointer { leftRows in
            try right.values.withUnsafeBufferPointer { rightRows in
                try head.branch.infer(count: pairs.count) { range, input in
                    for (row, pair) in pairs[range].enumerated() {
                        head.subtract(
                            leftRows.row(pair.left, of: size), rightRows.row(pair.right, of: size),
                            into: UnsafeMutableBufferPointer(rebasing: input[row * size..<(row + 1) * size]))
                    }
                } read: { range, output in
                    logits.replaceSubrange(range, with: output[..<range.count])
                }
            }
        }
        return logits
    }

    /// The learned similarity of row `i` of one matrix and row `i` of another.
    public func logits(left: Matrix, right: Matrix) throws -> [Float] {
        try require(left.rows == right.rows, "\(left.rows) left embeddings cannot be paired with \(right.rows) right ones")
        return try logits(ofPairs: (0..<left.rows).map { ($0, $0) }, left: left, right: right)
    }
}

extension Matrix {
    fileprivate var indices: Range<Int> { 0..<rows }
}

extension UnsafeBufferPointer<Float> {
    fileprivate func row(_ index: Int, of size: Int) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(rebasing: self[index * size..<(index + 1) * size])
    }
}
