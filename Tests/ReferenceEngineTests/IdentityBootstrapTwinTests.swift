import MetricLearning
import Networks
import ReferenceEngine
import Testing

/// Resamples by weights against resamples that are written down pair by pair.
@Suite struct IdentityBootstrapTwinTests {
    private func pairs(_ seed: UInt64) -> [ReferenceIdentityBootstrap.Pair] {
        var generator = SeededGenerator(seed: seed)
        return (0..<70).map { _ in
            let (left, right) = (Int.random(in: 0..<6, using: &generator), Int.random(in: 0..<6, using: &generator))
            let distance = Float(Int.random(in: left == right ? 0..<8 : 3..<12, using: &generator))
            // Some impostors are of one identity, as forgeries are.
            return .init(distance: distance, same: left == right && distance < 7, left: left, right: right)
        }
    }

    @Test func everyResampleHasTheFiguresOfItsTwin() throws {
        for seed in 1...4 {
            let pairs = pairs(UInt64(seed))
            let twin = ReferenceIdentityBootstrap(pairs)
            let bootstrap = try IdentityBootstrap(
                distances: pairs.map(\.distance), same: pairs.map(\.same), identities: pairs.map { ($0.left, $0.right) })
            // One resample at a time, so that the generators of both stay together.
            var (one, other) = (SeededGenerator(seed: 9), SeededGenerator(seed: 9))
            for _ in 0..<20 {
                let resample = twin.resample(using: &one)
                let figures = bootstrap.figures(using: &other) { [$0.accuracy(at: 5), $0.areaUnderROC] }
                let expected = [twin.accuracy(of: resample, at: 5), twin.areaUnderROC(of: resample)]
                for (figure, value) in zip(figures, expected) {
                    #expect(abs(Double(try #require(figure)) - (try #require(value))) < 1e-6)
                }
                #expect(figures.count == 2)
            }
        }
    }
}
