import MetricLearning
import Networks
import TestSupport
import Testing

@Suite struct IdentityBootstrapTests {
    private struct Pairs {
        let distances: [Float]
        let identities: [(left: Int, right: Int)]
        var same: [Bool] { identities.map { $0.left == $0.right } }
    }

    private func fixturePairs() throws -> (Pairs, interval: [Float]) {
        let fixture = try Fixture("bootstrap")
        let identities = zip(try fixture.tensor("left").values, try fixture.tensor("right").values)
        return (
            Pairs(
                distances: try fixture.tensor("distances").values, identities: identities.map { (Int($0), Int($1)) }),
            try fixture.values("interval")
        )
    }

    @Test func intervalIsThatOfAnotherProgram() throws {
        let (pairs, expected) = try fixturePairs()
        let bootstrap = try IdentityBootstrap(distances: pairs.distances, same: pairs.same, identities: pairs.identities)
        var generator = SeededGenerator(seed: 1)
        let intervals = bootstrap.intervals(
            of: { [$0.areaUnderROC, $0.equalErrorRate, nil] }, resamples: 400, using: &generator)
        #expect(intervals.count == 3)
        let area = try #require(intervals[0])
        // Two programs with other random numbers: the ends themselves have an error of a tenth of the width.
        let width = expected[1] - expected[0]
        #expect(abs(area.lowerBound - expected[0]) < 0.2 * width)
        #expect(abs(area.upperBound - expected[1]) < 0.2 * width)
        #expect(try #require(intervals[1]).contains(Verification(distances: pairs.distances, same: pairs.same).equalErrorRate))
        #expect(intervals[2] == nil)
    }

    @Test func fewerIdentitiesTellLess() throws {
        let (pairs, _) = try fixturePairs()
        func width(_ identities: [(left: Int, right: Int)]) throws -> Float {
            var generator = SeededGenerator(seed: 2)
            let bootstrap = try IdentityBootstrap(distances: pairs.distances, same: pairs.same, identities: identities)
            let interval = bootstrap.intervals(of: { [$0.areaUnderROC] }, resamples: 200, using: &generator)[0]
            return try #require(interval).upperBound - #require(interval).lowerBound
        }
        // Every pair on its own, as if no image were in two pairs.
        let alone = pairs.same.indices.map { pairs.same[$0] ? (left: $0, right: $0) : (left: $0, right: $0 + 5000) }
        #expect(try width(pairs.identities) > 1.2 * width(alone))
    }

    @Test func theSameSeedGivesTheSameInterval() throws {
        let (pairs, _) = try fixturePairs()
        let bootstrap = try IdentityBootstrap(distances: pairs.distances, same: pairs.same, identities: pairs.identities)
        let intervals = [(seed: UInt64(3), threads: 1), (3, 2), (4, 1)].map { seed, threads in
            var generator = SeededGenerator(seed: seed)
            return bootstrap.intervals(of: { [$0.areaUnderROC] }, resamples: 30, threads: threads, using: &generator)[0]
        }
        #expect(intervals[0] == intervals[1] && intervals[0] != intervals[2])
    }

    @Test func resamplesOfOneKindSayNothing() throws {
        // Two identities: half of the resamples hold one of them twice, and no impostor pair.
        let bootstrap = try IdentityBootstrap(
            distances: [0, 1, 2], same: [true, true, false], identities: [(0, 0), (1, 1), (0, 1)])
        var generator = SeededGenerator(seed: 1)
        #expect(bootstrap.intervals(of: { [$0.areaUnderROC] }, resamples: 50, using: &generator) == [nil])
        #expect(throws: MetricError.self) { try IdentityBootstrap(distances: [1], same: [true], identities: []) }
    }
}
