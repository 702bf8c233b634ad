import Dispatch
import MetricLearning

/// Groups of embeddings that are linked by distances below a limit. Exact, and made for many rows: of two rows whose distances to a
/// third one differ by the limit or more no distance is taken (triangle inequality), and a distance is given up as soon as it is too large.
public enum NearDuplicates {
    public struct Group: Hashable, Sendable {
        /// Rows, ascending.
        public let members: [Int]
        /// Of the pairs below the limit.
        public let largestDistance: Float
    }

    /// In the order of their first members. Rows that hold something other than numbers, or that have no direction where a cosine is
    /// asked for, are near to nothing. O(n^2 F) at worst, with memory for the rows once more.
    ///
    /// - Parameters:
    ///   - embeddings: `[n, F]`.
    ///   - progress: called now and then with the rows done and their number.
    public static func groups(
        of embeddings: Matrix, by distance: Distance, below limit: Float, threads: Int = 1,
        progress: ((Int, Int) -> Void)? = nil
    ) -> [Group] {
        let rows = ComparableRows(embeddings, distance, limit: limit)
        let blocks = (rows.count + blockRows - 1) / blockRows
        let threads = max(1, min(threads, blocks))
        var sets = [DisjointSets](repeating: DisjointSets(count: embeddings.rows), count: threads)
        for start in stride(from: 0, to: blocks, by: threads * roundBlocks) {
            let round = start..<min(blocks, start + threads * roundBlocks)
            sets.withUnsafeMutableBufferPointer { sets in
                // Every thread has sets of its own.
                nonisolated(unsafe) let sets = sets
                DispatchQueue.concurrentPerform(iterations: threads) { thread in
                    for block in stride(from: round.lowerBound + thread, to: round.upperBound, by: threads) {
                        let part = block * blockRows..<min(rows.count, (block + 1) * blockRows)
                        rows.forEachPair(from: part) { sets[thread].join($0, $1, distance: $2) }
                    }
                }
            }
            progress?(min(rows.count, round.upperBound * blockRows), rows.count)
        }
        guard var all = sets.first else { return [] }
        for other in sets.dropFirst() { all.merge(other) }
        return all.groups.map { Group(members: $0.members, largestDistance: $0.largestDistance) }
    }

    /// As many as stay in the fastest cache beside another block.
    private static let blockRows = 32
    /// Blocks that every thread works on before progress is told.
    private static let roundBlocks = 16
}
