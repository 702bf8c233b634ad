import Dispatch

/// How well images find the others of their class among all images: every image is a query in turn, all others are the gallery.
///
/// Images that are the only one of their class are no queries, but stay in the gallery. Of images that are equally far away, those of
/// other classes come first: ties never flatter.
public struct Retrieval: Sendable {
    /// Images with another one of their class.
    public let queries: Int
    /// Share of queries with one of their class among the nearest k, for every k that was asked for.
    public let recall: [(k: Int, value: Double)]
    /// Share of queries whose nearest image is of their class: recall at 1 under the name of Musgrave, Belongie, Lim 2020.
    public let precisionAt1: Double
    /// Mean share of a query's own class among its nearest R, R being how many there are (Musgrave, Belongie, Lim 2020).
    public let rPrecision: Double
    /// Mean average precision at R (Musgrave, Belongie, Lim 2020, section 3.2): as R-precision, but the order within R counts.
    public let meanAveragePrecisionAtR: Double

    /// O(n^2 d) in time, O(n) in memory for each thread.
    ///
    /// - Parameters:
    ///   - embeddings: `[n, F]`.
    ///   - labels: the class of every row.
    /// - Throws: `MetricError` where no class has two images.
    public init(
        embeddings: Matrix, labels: [Int], distance: Distance, recallAt ks: [Int] = [1, 5, 10], threads: Int = 1
    ) throws {
        precondition(embeddings.rows == labels.count, "there must be one label a row")
        let members = Dictionary(grouping: labels.indices) { labels[$0] }
        var scores = [QueryScore?](repeating: nil, count: labels.count)
        scores.withUnsafeMutableBufferPointer { scores in
            nonisolated(unsafe) let scores = scores
            embeddings.values.withUnsafeBufferPointer { values in
                nonisolated(unsafe) let rows = Rows(values, columns: embeddings.columns)
                DispatchQueue.concurrentPerform(iterations: max(1, threads)) { thread in
                    var distances = [Float](repeating: 0, count: labels.count)
                    for query in stride(from: thread, to: labels.count, by: max(1, threads)) {
                        for other in distances.indices {
                            distances[other] = PairMeasure(distance, rows[query], rows[other]).value
                        }
                        scores[query] = QueryScore(query, distances: distances, labels: labels, members: members)
                    }
                }
            }
        }
        try self.init(scores, recallAt: ks)
    }

    /// The same with distances of any origin.
    ///
    /// - Parameter distances: those of one image to all, itself included.
    public init(labels: [Int], recallAt ks: [Int] = [1, 5, 10], distances: (_ query: Int) throws -> [Float]) throws {
        let members = Dictionary(grouping: labels.indices) { labels[$0] }
        try self.init(
            labels.indices.map { try QueryScore($0, distances: distances($0), labels: labels, members: members) }, recallAt: ks)
    }

    private init(_ scores: [QueryScore?], recallAt ks: [Int]) throws {
        let scores = scores.compactMap(\.self)
        guard !scores.isEmpty else { throw MetricError("retrieval needs a class with at least two images") }
        let count = Double(scores.count)
        func share(_ k: Int) -> Double { Double(scores.count { $0.firstRank <= k }) / count }
        queries = scores.count
        recall = ks.map { ($0, share($0)) }
        precisionAt1 = share(1)
        rPrecision = scores.reduce(0) { $0 + $1.precision } / count
        meanAveragePrecisionAtR = scores.reduce(0) { $0 + $1.averagePrecision } / count
    }
}

/// Where the others of a query's class stand in the order of distances.
private struct QueryScore {
    /// Counted from 1.
    var firstRank = Int.max
    var precision = 0.0
    var averagePrecision = 0.0

    /// `nil` where the query is alone in its class. O(n log R): the others are counted between those of the class, not sorted.
    init?(_ query: Int, distances: [Float], labels: [Int], members: [Int: [Int]]) {
        let label = labels[query]
        let own = (members[label] ?? []).filter { $0 != query }.map { distances[$0].isNaN ? .infinity : distances[$0] }.sorted()
        guard let farthest = own.last else { return nil }
        // Before each of its class: others that are no farther than it, and farther than the one before.
        var before = [Int](repeating: 0, count: own.count)
        for (item, distance) in distances.enumerated() where distance <= farthest && labels[item] != label {
            var (low, high) = (0, own.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if own[middle] < distance { low = middle + 1 } else { high = middle }
            }
            before[low] += 1
        }
        var others = 0
        for place in own.indices {
            others += before[place]
            let rank = others + place + 1
            if place == 0 { firstRank = rank }
            guard rank <= own.count else { break }
            precision += 1 / Double(own.count)
            averagePrecision += Double(place + 1) / Double(rank) / Double(own.count)
        }
    }
}
