import Networks
import Testing

@testable import MetricLearning

/// Intervals by resampling identities, on data whose true figures are known.
@Suite struct BootstrapCoverageTests {
    /// Images of drawn identities, and their pairs.
    private struct Sample {
        var distances: [Float] = []
        var same: [Bool] = []
        var identities: [(left: Int, right: Int)] = []

        /// Identities at normal places of a plane, their images around them; every `stride`th impostor pair.
        init(identities count: Int, images: Int, spread: Float, stride: Int, using generator: inout SeededGenerator) {
            var places: [[Float]] = []
            for _ in 0..<count {
                let middle = (0..<2).map { _ in spread * Self.normal(&generator) }
                for _ in 0..<images { places.append(middle.map { $0 + Self.normal(&generator) }) }
            }
            var impostors = 0
            for left in places.indices {
                for right in places.indices where right > left {
                    let isGenuine = left / images == right / images
                    if !isGenuine { impostors += 1 }
                    guard isGenuine || impostors % stride == 0 else { continue }
                    let squares = zip(places[left], places[right]).map { ($0 - $1) * ($0 - $1) }
                    distances.append(squares.reduce(0, +).squareRoot())
                    same.append(isGenuine)
                    identities.append((left / images, right / images))
                }
            }
        }

        /// Nearly normal: the sum of twelve uniform numbers.
        private static func normal(_ generator: inout SeededGenerator) -> Float {
            (0..<12).reduce(-6) { sum, _ in sum + Float.random(in: 0..<1, using: &generator) }
        }
    }

    private static func figures(_ verification: Verification) -> [Float?] {
        [
            verification.accuracy(at: 1.2), verification.balancedAccuracy(at: 1.2), verification.areaUnderROC,
            verification.equalErrorRate, verification.trueAcceptRate(atFalseAcceptRate: 0.1),
        ]
    }

    private func intervals(of sample: Sample, resamples: Int, seed: UInt64) throws -> [ClosedRange<Float>?] {
        var generator = SeededGenerator(seed: seed)
        return try IdentityBootstrap(distances: sample.distances, same: sample.same, identities: sample.identities)
            .intervals(of: Self.figures, resamples: resamples, using: &generator)
    }

    /// Six identities are few: of 400 samples the three figures' intervals held the true value 97.3, 93.0 and 97.0 times of 100, those
    /// between bare percentiles 93.3, 87.0 and 91.3 times.
    @Test func intervalsHoldTheTrueValueAboutAsOftenAsTheySay() throws {
        let (sets, truths) = (160, 1000)
        var generator = SeededGenerator(seed: 7)
        func sample() -> Sample { Sample(identities: 6, images: 4, spread: 1.5, stride: 2, using: &generator) }
        // Shares at a threshold and areas are means over pairs, so that their mean over samples is the true value.
        var true3 = [Double](repeating: 0, count: 3)
        for _ in 0..<truths {
            let drawn = sample()
            let values = Self.figures(try Verification(distances: drawn.distances, same: drawn.same))
            for figure in true3.indices { true3[figure] += Double(values[figure] ?? 0) / Double(truths) }
        }
        var held = [Int](repeating: 0, count: 3)
        for set in 0..<sets {
            let intervals = try intervals(of: sample(), resamples: 150, seed: UInt64(set))
            for figure in held.indices where intervals[figure]?.contains(Float(true3[figure])) == true { held[figure] += 1 }
        }
        for figure in held.indices {
            // 95 of 100, less three standard errors of so many sets.
            #expect(Double(held[figure]) / Double(sets) > 0.9, "figure \(figure): \(held[figure]) of \(sets)")
        }
    }

    /// Distances that know nothing of identities vary little between resamples: a shift of the shares of both kinds shows at once.
    @Test(arguments: [Float(0), 0.5, 3]) func theEstimateLiesInItsInterval(spread: Float) throws {
        for seed in 0..<12 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let sample = Sample(identities: 4 + seed, images: 5, spread: spread, stride: 6, using: &generator)
            let verification = try Verification(distances: sample.distances, same: sample.same)
            let best = verification.bestThreshold
            let bootstrap = try IdentityBootstrap(
                distances: sample.distances, same: sample.same, identities: sample.identities)
            func figures(_ verification: Verification) -> [Float?] {
                Self.figures(verification) + [verification.accuracy(at: best), verification.balancedAccuracy(at: best)]
            }
            let intervals = bootstrap.intervals(
                of: { Self.figures($0) + [$0.accuracy(at: best), $0.balancedAccuracy(at: best)] }, resamples: 150,
                using: &generator)
            #expect(intervals.count { $0 != nil } >= 5, "few figures are without an interval")
            for (estimate, interval) in zip(figures(verification), intervals) {
                if let estimate, let interval { #expect(interval.contains(estimate), "seed \(seed)") }
            }
            #expect(intervals[0] != nil && intervals[5] != nil, "accuracy is a share of pairs, which resamples do not move")
        }
    }

    @Test func resamplesOnOneSideOfTheEstimateSayNothing() {
        let percentiles = CorrectedPercentiles(units: 20, coverage: 0.95)
        let resampled = (0..<200).map { Float($0) / 200 }
        #expect(percentiles.interval(of: 1.5, resampled: resampled) == nil)
        #expect(percentiles.interval(of: -0.5, resampled: resampled) == nil)
        #expect(percentiles.interval(of: 1, resampled: [1, 1, 1]) == 1...1)
        #expect(percentiles.interval(of: 1, resampled: []) == nil)
    }

    /// Towards the side on which fewer resamples lie, twice as far as they are shifted.
    @Test func biasIsCorrected() throws {
        let percentiles = CorrectedPercentiles(units: 100_000, coverage: 0.95)
        let resampled = (0..<10_000).map { Float($0) / 10_000 }
        let middle = try #require(percentiles.interval(of: 0.5, resampled: resampled))
        #expect(abs(middle.lowerBound - 0.025) < 1e-3 && abs(middle.upperBound - 0.975) < 1e-3)
        // scipy: norm.cdf(2 * norm.ppf(0.7) - 1.96) and + 1.96.
        let shifted = try #require(percentiles.interval(of: 0.7, resampled: resampled))
        #expect(abs(shifted.lowerBound - 0.1811) < 1e-3 && abs(shifted.upperBound - 0.9987) < 1e-3)
    }

    /// As scipy has them.
    @Test func quantiles() {
        #expect(abs(NormalDistribution.quantile(0.975) - 1.959_963_984_540_054) < 1e-9)
        #expect(abs(NormalDistribution.quantile(0.1) + 1.281_551_565_544_600_4) < 1e-9)
        #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
        let expected: [Int: Double] = [
            1: 12.706_204_736_432_095, 2: 4.302_652_729_911_275, 3: 3.182_446_305_284_263, 9: 2.262_157_162_740_992,
            30: 2.042_272_456_301_238, 1000: 1.962_339_080_826_407_6,
        ]
        for (degreesOfFreedom, value) in expected {
            #expect(abs(StudentT(degreesOfFreedom: degreesOfFreedom).quantile(0.975) - value) < 1e-8)
        }
    }
}
