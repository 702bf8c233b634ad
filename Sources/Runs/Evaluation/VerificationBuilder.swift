import MetricLearning

/// From distances to the figures of verification with their intervals.
struct VerificationBuilder {
    let distances: [Float]
    let same: [Bool]
    let identities: [(left: Int, right: Int)]
    /// Chosen on the run's validation pairs.
    var threshold: Float?
    /// Per pair, where the pairs are listed in folds.
    var folds: [Int] = []
    var threads = 1

    private static let falseAcceptRates: [Float] = [0.1, 0.01, 0.001]

    /// A figure that gets an interval.
    private enum Figure: Hashable {
        case areaUnderROC
        case equalErrorRate
        case trueAcceptRate(atFalseAcceptRate: Float)
        case accuracy(at: Float)
        case balancedAccuracy(at: Float)

        func value(in verification: Verification) -> Float? {
            switch self {
            case .areaUnderROC: verification.areaUnderROC
            case .equalErrorRate: verification.equalErrorRate
            case .trueAcceptRate(let rate): verification.trueAcceptRate(atFalseAcceptRate: rate)
            case .accuracy(let threshold): verification.accuracy(at: threshold)
            case .balancedAccuracy(let threshold): verification.balancedAccuracy(at: threshold)
            }
        }
    }

    func report(
        named name: String, dropped: Int, resamples: Int, using generator: inout some RandomNumberGenerator
    ) throws -> VerificationReport {
        let verification = try Verification(distances: distances, same: same)
        let best = verification.bestThreshold
        let figures: [Figure] =
            [.areaUnderROC, .equalErrorRate] + Self.falseAcceptRates.map { .trueAcceptRate(atFalseAcceptRate: $0) }
            + [threshold, best].compactMap(\.self).flatMap { [.accuracy(at: $0), .balancedAccuracy(at: $0)] }
        let intervals = try intervals(of: figures, resamples: resamples, using: &generator)
        func estimate(_ value: Float, _ figure: Figure) -> Estimate { Estimate(value, intervals[figure]) }
        func accuracy(at threshold: Float) -> VerificationReport.Accuracy {
            .init(
                threshold: threshold,
                accuracy: estimate(verification.accuracy(at: threshold), .accuracy(at: threshold)),
                balancedAccuracy: estimate(verification.balancedAccuracy(at: threshold), .balancedAccuracy(at: threshold)))
        }
        return VerificationReport(
            pairs: name, genuinePairs: verification.genuineCount, impostorPairs: verification.impostorCount,
            identities: Set(identities.flatMap { [$0.left, $0.right] }).count, droppedPairs: dropped,
            genuineDistance: mean(where: true), impostorDistance: mean(where: false),
            areaUnderROC: estimate(verification.areaUnderROC, .areaUnderROC),
            equalErrorRate: estimate(verification.equalErrorRate, .equalErrorRate),
            equalErrorThreshold: verification.equalErrorThreshold,
            trueAccepts: Self.falseAcceptRates.map { rate in
                .init(
                    falseAcceptRate: rate,
                    trueAcceptRate: verification.trueAcceptRate(atFalseAcceptRate: rate)
                        .map { estimate($0, .trueAcceptRate(atFalseAcceptRate: rate)) })
            },
            atRunThreshold: threshold.map(accuracy), atBestThreshold: accuracy(at: best),
            folds: try foldedAccuracy(), curve: verification.corners)
    }

    private func intervals(
        of figures: [Figure], resamples: Int, using generator: inout some RandomNumberGenerator
    ) throws -> [Figure: ClosedRange<Float>] {
        guard resamples > 0 else { return [:] }
        let intervals = try IdentityBootstrap(distances: distances, same: same, identities: identities)
            .intervals(
                of: { sample in figures.map { $0.value(in: sample) } }, resamples: resamples,
                threads: threads, using: &generator)
        let known = zip(figures, intervals).compactMap { figure, interval in interval.map { (figure, $0) } }
        return Dictionary(known) { first, _ in first }
    }

    private func mean(where kind: Bool) -> Float {
        let kept = zip(distances, same).lazy.filter { $0.1 == kind }.map { Double($0.0) }
        return Float(kept.reduce(0, +) / Double(max(1, same.count { $0 == kind })))
    }

    private func foldedAccuracy() throws -> VerificationReport.Folds? {
        guard folds.count == distances.count, Set(folds).count > 1 else { return nil }
        let folded = try FoldedAccuracy(distances: distances, same: same, folds: folds)
        return .init(accuracy: folded.mean, standardError: folded.standardError, folds: folded.folds)
    }
}
