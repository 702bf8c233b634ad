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
