import MetricLearning
import Networks
import Testing

/// Every count at a threshold is what counting pair by pair with `AcceptanceRule` gives, wherever the threshold lies.
@Suite struct ThresholdTests {
    /// Random sets: spread out, full of ties, neighbours in Float, negative as learned ones are, with infinite ones.
    private static func distances(_ kind: Int, count: Int, using generator: inout SeededGenerator) -> [Float] {
        (0..<count).map { _ in
            switch kind {
            case 0: Float.random(in: 0...2, using: &generator)
            case 1: Float(Int.random(in: 0...4, using: &generator)) / 4
            case 2: (0..<Int.random(in: 0...6, using: &generator)).reduce(Float(1)) { value, _ in value.nextUp }
            case 3: Float.random(in: -20...20, using: &generator)
            case 4: [0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, 1].randomElement(using: &generator) ?? 0
            default:
                [-.infinity, -.greatestFiniteMagnitude, .greatestFiniteMagnitude, -1, .infinity].randomElement(using: &generator)
                    ?? 0
            }
        }
    }

    /// At, between, and just beside distances, anywhere, and where no distance is.
    private static func thresholds(_ distances: [Float], using generator: inout SeededGenerator) -> [Float] {
        let sorted = distances.sorted()
        let between = zip(sorted, sorted.dropFirst()).map { Float.random(in: 0...1, using: &generator) * ($1 - $0) + $0 }
        return sorted + between + sorted.map(\.nextUp) + sorted.map(\.nextDown) + [-.infinity, .infinity, .nan, 0, 0.5, 1]
    }

    private struct Count: Equatable {
        var (trueAccepts, falseAccepts, right, genuine, impostors) = (0, 0, 0, 0, 0)

        init(_ distances: [Float], _ same: [Bool], weights: [Int]? = nil, at threshold: Float) {
            for (place, (distance, same)) in zip(distances, same).enumerated() {
                let weight = weights?[place] ?? 1
                let accepts = distance < threshold
                if same { genuine += weight } else { impostors += weight }
                if accepts, same { trueAccepts += weight }
                if accepts, !same { falseAccepts += weight }
                if accepts == same { right += weight }
            }
        }
    }

    private static func expect(_ verification: Verification, is count: Count, at threshold: Float) {
        let point = verification.confusion(at: threshold)
        #expect(point.trueAccepts == count.trueAccepts && point.falseAccepts == count.falseAccepts, "at \(threshold)")
        let total = Float(count.genuine + count.impostors)
        #expect(verification.accuracy(at: threshold) == Float(count.right) / total, "at \(threshold)")
        let rejects = Float(count.genuine - count.trueAccepts) / Float(count.genuine)
        let accepts = Float(count.falseAccepts) / Float(count.impostors)
        #expect(verification.falseRejectRate(point) == rejects && verification.falseAcceptRate(point) == accepts)
        #expect(abs(verification.balancedAccuracy(at: threshold) - (2 - rejects - accepts) / 2) < 1e-6)
    }

    @Test(arguments: 0..<6) func countsAreThoseOfSinglePairs(_ kind: Int) throws {
        var generator = SeededGenerator(seed: UInt64(kind) + 1)
        for _ in 0..<40 {
            let count = Int.random(in: 2...12, using: &generator)
            let distances = Self.distances(kind, count: count, using: &generator)
            let same = [true, false] + (2..<count).map { _ in Bool.random(using: &generator) }
            let weights = [1, 1] + (2..<count).map { _ in Int.random(in: 0...3, using: &generator) }
            let pairs = try RankedPairs(distances: distances, same: same)
            let verification = try Verification(distances: distances, same: same)
            let weighted = try Verification(pairs, weights: pairs.places.map { weights[$0] })
            for threshold in Self.thresholds(distances, using: &generator) {
                let count = Count(distances, same, at: threshold)
                Self.expect(verification, is: count, at: threshold)
                Self.expect(weighted, is: Count(distances, same, weights: weights, at: threshold), at: threshold)
                #expect(
                    AcceptanceRule.accuracy(of: distances, same: same, at: threshold)
                        == Float(count.right) / Float(distances.count))
            }
            // The best that any threshold reaches, and reached by the one that is told.
            let best = Self.thresholds(distances, using: &generator).map { Count(distances, same, at: $0).right }.max() ?? 0
            #expect(verification.bestAccuracy == Float(best) / Float(distances.count))
            #expect(verification.accuracy(at: verification.bestThreshold) == verification.bestAccuracy)
            #expect(!verification.equalErrorThreshold.isNaN)
        }
    }

    /// A threshold of the curve accepts the pairs of its point, wherever Float puts the middle of two distances.
    @Test(arguments: 0..<6) func thresholdsOfTheCurveSeparate(_ kind: Int) throws {
        var generator = SeededGenerator(seed: UInt64(kind) + 100)
        for _ in 0..<40 {
            let distances = Self.distances(kind, count: 12, using: &generator)
            let same = (0..<12).map { $0.isMultiple(of: 2) }
            let verification = try Verification(distances: distances, same: same)
            for point in verification.curve {
                // Nothing accepts a pair that is infinitely far.
                guard point.threshold < .infinity || !distances.contains(.infinity) else { continue }
                let count = Count(distances, same, at: point.threshold)
                #expect(count.trueAccepts == point.trueAccepts && count.falseAccepts == point.falseAccepts)
            }
        }
    }

    /// The two pairs that the fault was found with: the threshold lies between the genuine pair and the middle.
    @Test func aThresholdBeforeTheMiddleAcceptsWhatIsBelowIt() throws {
        let verification = try Verification(distances: [0.52399, 1.18659], same: [true, false])
        #expect(verification.accuracy(at: 0.557726) == 1)
        #expect(verification.balancedAccuracy(at: 0.557726) == 1)
        #expect(verification.accuracy(at: 0.52399) == 0.5)
        #expect(verification.accuracy(at: 1.18659) == 1)
        #expect(verification.accuracy(at: Float(1.18659).nextUp) == 0.5)
    }

    @Test func resampledIntervalsFollowTheSameRule() throws {
        // Nearly at the genuine distances, far from the middle: every resample judges all pairs rightly.
        let distances = (0..<40).map { Float($0 < 20 ? 0.1 : 2) }
        let identities = (0..<40).map { (left: $0 % 8, right: $0 < 20 ? $0 % 8 : ($0 + 1) % 8) }
        let bootstrap = try IdentityBootstrap(distances: distances, same: distances.map { $0 < 1 }, identities: identities)
        var generator = SeededGenerator(seed: 4)
        let intervals = bootstrap.intervals(
            of: { [$0.accuracy(at: 0.2), $0.balancedAccuracy(at: 0.2)] }, resamples: 50, using: &generator)
        #expect(intervals == [1...1, 1...1])
    }
}
