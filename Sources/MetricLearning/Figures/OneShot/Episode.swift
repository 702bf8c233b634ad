/// One question of an N-way K-shot test: which of N classes, each known from K images, does the query belong to?
public struct Episode: Hashable, Sendable {
    public var query: Int
    /// K images of each of N classes.
    public var supports: [[Int]]
    /// The place of the query's class in `supports`.
    public var answer: Int

    public init(query: Int, supports: [[Int]], answer: Int) {
        self.query = query
        self.supports = supports
        self.answer = answer
    }

    /// Whether the query's own class is the nearest. A class is as far away as its K images are on average.
    ///
    /// A tie is wrong: an embedding that is the same for all images must not win. So is a distance that is not a number. Every query
    /// is answered on its own: matching all queries of a run to all classes at once would be another, easier test.
    public func isRight(distance: (_ query: Int, _ support: Int) throws -> Float) rethrows -> Bool {
        // In Double, where the sum of a few distances is exact: their order must not break a tie.
        let distances = try supports.map { images in
            try images.reduce(0.0) { $0 + Double(try distance(query, $1)) } / Double(images.count)
        }
        return distances.indices.allSatisfy { $0 == answer || distances[answer] < distances[$0] }
    }
}
