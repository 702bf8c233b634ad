import Dispatch

/// Intervals of verification figures by resampling identities with replacement, not pairs: pairs share images and people, so that
/// resampling pairs would promise too much.
///
/// An identity drawn w times counts w times: a genuine pair of it w times, an impostor pair of two identities as often as the product
/// of both (the vertex bootstrap of Snijders, Borgatti 1999; for verification Bolle, Ratha, Pankanti 2004). The interval lies between
/// percentiles of the figure over the resamples.
public struct IdentityBootstrap: Sendable {
    private let pairs: RankedPairs
    /// In the order of `pairs`, identities counted from 0.
    private let left: [Int]
    private let right: [Int]
    private let identityCount: Int

    /// - Parameter identities: the classes of both sides of every pair.
    /// - Throws: `MetricError` where the lists do not fit together or hold no distances.
    public init(distances: [Float], same: [Bool], identities: [(left: Int, right: Int)]) throws {
        guard identities.count == distances.count else { throw MetricError("there must be two identities a pair") }
        pairs = try RankedPairs(distances: distances, same: same)
        let names = Set(identities.flatMap { [$0.left, $0.right] }).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        left = pairs.places.map { numbers[identities[$0].left, default: 0] }
        right = pairs.places.map { numbers[identities[$0].right, default: 0] }
        identityCount = names.count
    }

    /// Intervals of several figures at once. The same generator gives the same intervals on any number of threads.
    ///
    /// - Parameters:
    ///   - figures: computes them; `nil` where one does not exist in a resample.
    ///   - coverage: the share of resamples that an interval holds.
    /// - Returns: one interval a figure; `nil` where it existed in fewer than 19 of 20 resamples, or all pairs are of one identity.
    public func intervals(
        of figures: @Sendable (Verification) -> [Float?], resamples: Int = 1000, coverage: Double = 0.95, threads: Int = 1,
        using generator: inout some RandomNumberGenerator
    ) -> [ClosedRange<Float>?] {
        // One identity is drawn in every resample: that they are all alike says nothing about how sure a figure is.
        guard identityCount > 1 else {
            let count = (try? Verification(pairs)).map(figures)?.count ?? 0
            return Array(repeating: nil, count: count)
        }
        let draws = (0..<resamples).map { _ in draw(using: &generator) }
        var samples = [[Float?]](repeating: [], count: resamples)
        samples.withUnsafeMutableBufferPointer { samples in
            nonisolated(unsafe) let samples = samples
            DispatchQueue.concurrentPerform(iterations: max(1, threads)) { thread in
                var weights = [Int](repeating: 0, count: pairs.same.count)
                for number in stride(from: thread, to: resamples, by: max(1, threads)) {
                    weigh(draws[number], into: &weights)
                    // A resample may lack one kind of pairs; then it says nothing.
                    if let verification = try? Verification(pairs, weights: weights) { samples[number] = figures(verification) }
                }
            }
        }
        let count = samples.map(\.count).max() ?? 0
        return (0..<count).map { figure in
            let values = samples.compactMap { figure < $0.count ? $0[figure] : nil }.sorted()
            guard values.count * 20 >= resamples * 19 else { return nil }
            let tail = (1 - coverage) / 2
            return percentile(tail, of: values)...percentile(1 - tail, of: values)
        }
    }

    /// How often each identity was drawn.
    private func draw(using generator: inout some RandomNumberGenerator) -> [Int] {
        var drawn = [Int](repeating: 0, count: identityCount)
        for _ in 0..<identityCount { drawn[Int.random(in: 0..<identityCount, using: &generator)] += 1 }
        return drawn
    }

    private func weigh(_ drawn: [Int], into weights: inout [Int]) {
        drawn.withUnsafeBufferPointer { drawn in
            for place in weights.indices {
                let (one, other) = (left[place], right[place])
                weights[place] = one == other ? drawn[one] : drawn[one] * drawn[other]
            }
        }
    }
}

/// The value below which a share of sorted values lies, interpolated between neighbours.
private func percentile(_ share: Double, of sorted: [Float]) -> Float {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + Float(place - Double(low)) * (sorted[high] - sorted[low])
}
