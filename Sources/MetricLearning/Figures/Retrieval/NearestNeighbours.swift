import Dispatch

/// A gallery of embeddings that is asked for the nearest ones. Exact: every row is measured.
public struct NearestNeighbours: Sendable {
    public struct Neighbour: Hashable, Sendable, Comparable {
        /// The row in the gallery.
        public var row: Int
        public var distance: Float

        public init(row: Int, distance: Float) {
            self.row = row
            self.distance = distance
        }

        /// Nearer first; of equally far ones the earlier row.
        public static func < (one: Self, other: Self) -> Bool {
            (one.distance, one.row) < (other.distance, other.row)
        }
    }

    public let gallery: Matrix
    public let distance: Distance

    /// - Parameter gallery: `[n, F]`.
    public init(gallery: Matrix, distance: Distance) {
        self.gallery = gallery
        self.distance = distance
    }

    /// The nearest rows, nearest first: fewer than `count` where the gallery has fewer. Rows whose distance is not a number are none.
    /// O(n F).
    ///
    /// - Precondition: the query has as many numbers as a row.
    public func nearest(to query: some Collection<Float>, count: Int, threads: Int = 1) -> [Neighbour] {
        precondition(query.count == gallery.columns, "the query must be of the gallery's size")
        guard count > 0 else { return [] }
        let query = Array(query)
        // A thread is worth its start only where there is work for it.
        let parts = max(1, min(threads, gallery.rows / 1024))
        var found = [NearestList](repeating: NearestList(limit: count), count: parts)
        query.withUnsafeBufferPointer { query in
            gallery.values.withUnsafeBufferPointer { values in
                found.withUnsafeMutableBufferPointer { found in
                    nonisolated(unsafe) let (query, found) = (query, found)
                    nonisolated(unsafe) let rows = Rows(values, columns: gallery.columns)
                    DispatchQueue.concurrentPerform(iterations: parts) { part in
                        // A list of its own: neighbouring lists would share cache lines.
                        var nearest = NearestList(limit: count)
                        for row in gallery.rows * part / parts..<gallery.rows * (part + 1) / parts {
                            nearest.offer(Neighbour(row: row, distance: PairMeasure(distance, query, rows[row]).value))
                        }
                        found[part] = nearest
                    }
                }
            }
        }
        return Array(found.flatMap(\.neighbours).sorted().prefix(count))
    }
}

/// The nearest so far. What is farther than the last is turned away by one comparison, which is nearly all of a large gallery.
private struct NearestList: Sendable {
    let limit: Int
    private var kept: [NearestNeighbours.Neighbour] = []
    private var farthest = Float.infinity

    init(limit: Int) {
        self.limit = limit
    }

    var neighbours: [NearestNeighbours.Neighbour] { Array(kept.sorted().prefix(limit)) }

    /// Rows are offered in their order, so that of equal distances the first is kept.
    mutating func offer(_ neighbour: NearestNeighbours.Neighbour) {
        guard neighbour.distance < farthest || (kept.count < limit && !neighbour.distance.isNaN) else { return }
        kept.append(neighbour)
        // Cut back now and then: sorting once for many costs less than keeping order.
        if kept.count >= 2 * limit + 64 {
            kept = neighbours
            farthest = kept[limit - 1].distance
        }
    }
}
