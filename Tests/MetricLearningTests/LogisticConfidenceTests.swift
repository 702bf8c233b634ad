import MetricLearning
import Testing

@Suite struct LogisticConfidenceTests {
    @Test func perfectlySeparatedPairsGiveAFiniteSlope() throws {
        let confidence = try LogisticConfidence(distances: [0.1, 0.2, 0.8, 0.9], same: [true, true, false, false])
        #expect(confidence.slope.isFinite && confidence.slope > 0)
        #expect(abs(confidence(0.5) - 0.5) < 1e-6)
        // Two pairs of each kind: the targets are 3/4 and 1/4. At the likeliest slope both moments agree with theirs.
        let moment = [Float(0.1), 0.2, 0.8, 0.9].map { Double($0) * confidence($0) }.reduce(0, +)
        #expect(abs(moment - (0.75 * 0.3 + 0.25 * 1.7)) < 1e-6)
    }

    @Test func distancesThatTellNothingGiveTheFrequency() throws {
        let confidence = try LogisticConfidence(distances: [2, 2, 2, 2], same: [true, false, false, false])
        // Targets 2/3 once and 1/5 three times.
        #expect(abs(confidence(2) - (2.0 / 3 + 3.0 / 5) / 4) < 1e-6)
    }

    @Test func scalesOfDistancesDoNotMatter() throws {
        let distances: [Float] = [0.1, 0.4, 0.3, 0.35, 0.8, 0.9]
        let same = [true, true, false, true, false, false]
        let plain = try LogisticConfidence(distances: distances, same: same)
        let large = try LogisticConfidence(distances: distances.map { $0 * 1e6 }, same: same)
        #expect(abs(plain(0.5) - large(0.5e6)) < 1e-6)
    }

    @Test func whatCannotBeFittedIsRefused() {
        for (distances, same) in [([Float(1), 2], [true, true]), ([1, .nan], [true, false]), ([1], [true, false]), ([], [])] {
            #expect(throws: MetricError.self) { try LogisticConfidence(distances: distances, same: same) }
        }
    }
}
