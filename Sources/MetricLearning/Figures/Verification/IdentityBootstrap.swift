import Dispatch

/// Intervals of verification figures by resampling identities with replacement, not pairs: pairs share images and people, so that
/// resampling pairs would promise too much.
///
/// An identity drawn w times counts w times: a genuine pair of it w times, an impostor pair of two identities as often as the product
/// of both (the vertex bootstrap of Snijders, Borgatti 1999; for verification Bolle, Ratha, Pankanti 2004). Copies of one identity make
/// no impostor pairs with each other, so that resamples of n identities hold a share of `1 / n` fewer of them: the shares of both kinds
/// are a choice of who evaluates, not a matter of chance, and stay what they are in the pairs. The interval lies between corrected
/// percentiles of the figure over the resamples (`CorrectedPercentiles`), and holds the estimate.
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
    ///   - coverage: the share of samples whose interval holds the true value.
    /// - Returns: one interval a figure; `nil` where the figure existed in fewer than 19 of 20 resamples, where those lie so far to one
    ///   side of the estimate that they say nothing about it, or where all pairs are of one identity.
    public func intervals(
        of figures: @Sendable (Verification) -> [Float?], resamples: Int = 1000, coverage: Double = 0.95, threads: Int = 1,
        using generator: inout some RandomNumberGenerator
    ) -> [ClosedRange<Float>?] {
        guard let whole = try? Verification(pairs) else { return [] }
        let estimates = figures(whole)
        // One identity is drawn in every resample: that they are all alike says nothing about how sure a figure is.
        guard identityCount > 1 else { return Array(repeating: nil, count: estimates.count) }
        let draws = (0..<resamples).map { _ in draw(using: &generator) }
        var samples = [[Float?]](repeating: [], count: resamples)
        samples.withUnsafeMutableBufferPointer { samples in
            nonisolated(unsafe) let samples = samples
            DispatchQueue.concurrentPerform(iterations: max(1, threads)) { thread in
                var weights = [Int](repeating: 0, count: pairs.same.count)
                for number in stride(from: thread, to: resamples, by: max(1, threads)) {
                    weigh(draws[number], into: &weights)
                    // A resample may lack one kind of pairs; then it says nothing.
                    if let verification = try? Verification(pairs, weights: weights, genuineShare: whole.genuineShare) {
                        samples[number] = figures(verification)
                    }
                }
            }
        }
        let percentiles = CorrectedPercentiles(units: identityCount, coverage: coverage)
        return estimates.enumerated().map { figure, estimate in
            let values = samples.compactMap { figure < $0.count ? $0[figure] : nil }.sorted()
            guard let estimate, values.count * 20 >= resamples * 19 else { return nil }
            return percentiles.interval(of: estimate, resampled: values)
        }
    }

    /// Figures of one resample; none where it lacks a kind of pairs.
    public func figures(
        using generator: inout some RandomNumberGenerator, _ figures: (Verification) -> [Float?]
    ) -> [Float?] {
        guard let whole = try? Verification(pairs) else { return [] }
        var weights = [Int](repeating: 0, count: pairs.same.count)
        weigh(draw(using: &generator), into: &weights)
        return (try? Verification(pairs, weights: weights, genuineShare: whole.genuineShare)).map(figures) ?? []
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
