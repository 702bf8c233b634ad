import MetricLearning

extension TrainedModel {
    /// What the learned similarity makes of an image and its copy, the same for all images: no difference at all. Distances of others
    /// are usually larger.
    ///
    /// - Returns: `nil` where the network did not learn to compare, or its twins make a difference of an image itself.
    public func learnedDistanceOfCopies() throws -> Float? {
        guard fixedDistance == nil, !hasSeparateTwins else { return nil }
        let none = Array(repeating: Float(0), count: embeddingSize)
        return try distance(none, none)
    }

    /// Groups of embeddings that are linked by learned distances below a limit. Every pair is asked for, in both orders where they
    /// differ: O(n^2) passes through the network's head, with memory for `n` of them.
    ///
    /// - Parameters:
    ///   - embeddings: `[n, F]`.
    ///   - progress: called with the rows done and their number.
    public func learnedNearDuplicates(
        in embeddings: Matrix, below limit: Float, progress: ((Int, Int) -> Void)? = nil
    ) throws -> [NearDuplicates.Group] {
        var sets = DisjointSets(count: embeddings.rows)
        let isSymmetric = manifest.description.network.head.isSymmetric
        for row in 0..<embeddings.rows {
            let others = Array(row + 1..<embeddings.rows)
            var distances = try distances(of: others.map { (left: row, right: $0) }, in: embeddings)
            if !isSymmetric {
                distances = try zip(distances, self.distances(of: others.map { (left: $0, right: row) }, in: embeddings)).map(max)
            }
            for (other, distance) in zip(others, distances) where distance < limit { sets.join(row, other, distance: distance) }
            progress?(row + 1, embeddings.rows)
        }
        return sets.groups.map { NearDuplicates.Group(members: $0.members, largestDistance: $0.largestDistance) }
    }
}
