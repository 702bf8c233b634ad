import MetricLearning
import TestSupport
import Testing

@Suite struct VerificationTests {
    @Test(arguments: Fixture.names(beginning: "verification-"))
    func figuresAreScikitLearns(_ name: String) throws {
        let fixture = try Fixture("verification-" + name)
        let same = try fixture.tensor("same").values.map { $0 == 1 }
        let verification = try Verification(distances: fixture.tensor("distances").values, same: same)
        let accepts = try #require(verification.trueAcceptRate(atFalseAcceptRate: 0.1))
        let figures = [
            verification.areaUnderROC, verification.equalErrorRate, verification.bestAccuracy, accepts,
        ]
        #expect(relativeDifference(figures, try fixture.values("figures")) < 1e-6)
        #expect(verification.accuracy(at: verification.bestThreshold) == verification.bestAccuracy)
    }

    @Test(arguments: Fixture.names(beginning: "verification-"))
    func curvesAreScikitLearns(_ name: String) throws {
        let fixture = try Fixture("verification-" + name)
        let same = try fixture.tensor("same").values.map { $0 == 1 }
        let verification = try Verification(distances: fixture.tensor("distances").values, same: same)
        let points = verification.curve.map(verification.rates)
        #expect(relativeDifference(points.map(\.falseAcceptRate), try fixture.values("roc/false")) < 1e-6)
        #expect(relativeDifference(points.map(\.trueAcceptRate), try fixture.values("roc/true")) < 1e-6)
        // scikit-learn's DET curve runs from many false accepts to few, and leaves out where it is flat at its ends.
        let falseAccepts = try fixture.values("det/false_accepts", as: Float.self)
        let falseRejects = try fixture.values("det/false_rejects", as: Float.self)
        #expect(falseAccepts.count > 10)
        for (accepts, rejects) in zip(falseAccepts, falseRejects) {
            #expect(
                points.contains { abs($0.falseAcceptRate - accepts) < 1e-6 && abs($0.falseRejectRate - rejects) < 1e-6 },
                "no point at \(accepts), \(rejects)")
        }
    }

    @Test func cornersAreTheCurveWithoutStraightRuns() throws {
        let distances = (0..<40).map(Float.init)
        let same = distances.map { $0 < 10 || $0 == 20 || $0 == 21 }
        let verification = try Verification(distances: distances, same: same)
        let corners = verification.corners
        #expect(verification.curve.count == 41)
        // Up, right, up by the two in the middle, right again.
        let expected: [(Float, Float)] = [(0, 0), (0, 10), (10, 10), (10, 12), (28, 12)]
        #expect(corners.map(\.falseAcceptRate) == expected.map { $0.0 / 28 })
        #expect(zip(corners, expected).allSatisfy { abs($0.trueAcceptRate - $1.1 / 12) < 1e-6 })
        #expect(corners.allSatisfy { abs($0.trueAcceptRate + $0.falseRejectRate - 1) < 1e-6 })
    }

    @Test(arguments: Fixture.names(beginning: "verification-"))
    func foldsAndConfidenceAgree(_ name: String) throws {
        let fixture = try Fixture("verification-" + name)
        let same = try fixture.tensor("same").values.map { $0 == 1 }
        let distances = try fixture.tensor("distances").values
        let folded = try FoldedAccuracy(
            distances: distances, same: same, folds: fixture.tensor("folds").values.map { Int($0) })
        let accuracies = try fixture.values("fold_accuracies", as: Float.self)
        #expect(relativeDifference(folded.folds.map(\.accuracy), accuracies) < 1e-6)
        #expect(abs(folded.mean - accuracies.reduce(0, +) / 10) < 1e-6)
        let confidence = try LogisticConfidence(distances: distances, same: same)
        // scikit-learn's own minimum is found to about this.
        #expect(relativeDifference(distances.map { confidence($0) }, try fixture.values("confidence")) < 1e-4)
    }

    @Test func theErrorOfFoldsIsTheirDeviationOverTheRootOfTheirNumber() throws {
        // The second fold's threshold judges two of the first's four pairs rightly, the first's three of the second's.
        let folded = try FoldedAccuracy(
            distances: [0, 0.4, 0.6, 1, 0, 1, 2, 3], same: [true, true, false, false, true, true, false, false],
            folds: [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(folded.folds.map(\.threshold) == [1.5, 0.5])
        #expect(folded.folds.map(\.accuracy) == [0.5, 0.75])
        #expect(folded.mean == 0.625)
        #expect(abs(folded.standardError - 0.125) < 1e-6)
        #expect(throws: MetricError.self) { try FoldedAccuracy(distances: [0, 1], same: [true, false], folds: [3, 3]) }
        #expect(throws: MetricError.self) { try FoldedAccuracy(distances: [0, 1], same: [true, false], folds: [0, 1]) }
    }

    @Test func weightsCountPairsSeveralTimes() throws {
        let pairs = try RankedPairs(distances: [3, 1, 2, 5, 4], same: [false, true, false, false, true])
        // In the order of distances: 1, 2, 3, 4, 5.
        let weighted = try Verification(pairs, weights: [2, 0, 3, 1, 1])
        let repeated = try Verification(distances: [1, 1, 3, 3, 3, 4, 5], same: [true, true, false, false, false, true, false])
        #expect(weighted.curve == repeated.curve)
        #expect(throws: MetricError.self) { try Verification(pairs, weights: [1, 0, 0, 1, 0]) }
    }

    @Test func tiesNeverFlatter() throws {
        let constant = try Verification(distances: [1, 1, 1, 1], same: [true, false, true, false])
        #expect(constant.areaUnderROC == 0.5)
        #expect(constant.equalErrorRate == 0.5)
        #expect(constant.bestAccuracy == 0.5)
    }

    @Test func perfectAndInvertedDistancesAreTheExtremes() throws {
        let perfect = try Verification(distances: [0.1, 0.2, 0.8, 0.9], same: [true, true, false, false])
        #expect(perfect.areaUnderROC == 1 && perfect.equalErrorRate == 0 && perfect.bestAccuracy == 1)
        #expect(perfect.bestThreshold > 0.2 && perfect.bestThreshold < 0.8)
        let inverted = try Verification(distances: [0.9, 0.8, 0.2, 0.1], same: [true, true, false, false])
        #expect(inverted.areaUnderROC == 0 && inverted.equalErrorRate == 1)
    }

    @Test func aRateThatSoFewPairsCannotTellIsRefused() throws {
        let verification = try Verification(distances: [0, 1, 2, 3, 4], same: [true, false, false, false, false])
        #expect(verification.trueAcceptRate(atFalseAcceptRate: 0.2) == nil)
        #expect(verification.trueAcceptRate(atFalseAcceptRate: 0.25) == 1)
    }

    @Test func whatCannotBeJudgedGetsASentence() {
        for (distances, same) in [
            ([Float(1)], [true]), ([1, 2], [false, false]), ([.nan, 1], [true, false]), ([1], [true, false]), ([], []),
        ] {
            #expect(throws: MetricError.self) { try Verification(distances: distances, same: same) }
        }
    }
}
