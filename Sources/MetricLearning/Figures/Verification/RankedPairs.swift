/// Pairs in the order of their distances, nearest first: sorted once, judged often. O(n log n).
public struct RankedPairs: Sendable {
    /// Ascending.
    public let distances: [Float]
    /// Whether the pair of each distance is genuine.
    public let same: [Bool]
    /// Which of the given pairs stands here.
    public let places: [Int]

    /// - Throws: `MetricError` unless there is one label a distance, and every distance is a number.
    public init(distances: [Float], same: [Bool]) throws {
        guard distances.count == same.count else { throw MetricError("there must be one distance a pair") }
        guard distances.allSatisfy({ !$0.isNaN }) else {
            throw MetricError("a distance is not a number; lower the learning rate or go back to an earlier checkpoint")
        }
        places = distances.indices.sorted { distances[$0] < distances[$1] }
        self.distances = places.map { distances[$0] }
        self.same = places.map { same[$0] }
    }
}
