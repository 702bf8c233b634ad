import Testing
import Training

@testable import Dashboard

@Suite struct PairListTests {
    @Test func hardestFirstPutsTheWorstErrorsOnTop() throws {
        var state = SampleRun().state()
        state.press(.character("3"), .character("s"))
        let list = state.listedPairs
        #expect(zip(list, list.dropFirst()).allSatisfy { $0.hardness >= $1.hardness })
        let wrong = list.prefix { $0.isWrong }.count
        #expect(wrong > 0 && list.dropFirst(wrong).allSatisfy { !$0.isWrong }, "every error comes before every right verdict")
        #expect(state.shownPair?.index == list.first?.index)
    }

    @Test func onlyWrongOnes() {
        var state = SampleRun().state()
        state.press(.character("3"), .character("x"))
        #expect(!state.listedPairs.isEmpty && state.listedPairs.allSatisfy(\.isWrong))
        state.press(.character("f"))
        #expect(state.listedPairs.allSatisfy { $0.isWrong && !$0.pair.same }, "false accepts")
        state.press(.character("f"))
        #expect(state.listedPairs.allSatisfy { $0.isWrong && $0.pair.same }, "false rejects")
    }

    @Test func thePairStaysWhileDistancesMove() {
        var state = SampleRun().state()
        state.press(.character("3"), .character("j"), .character("j"), .character("j"))
        let before = state.shownPair
        #expect(before?.index == 3)
        var next = SampleRun().evaluation(5_000)
        next.testDistances = next.testDistances.map { $0 + 0.25 }
        state.apply(.evaluation(next))
        #expect(state.shownPair?.index == 3)
        #expect(state.shownPair?.distance != before?.distance)
    }

    @Test func filtersByClass() {
        var state = SampleRun().state()
        state.press(.character("3"), .character("/"))
        state.type("alphabet2/character03")
        #expect(!state.listedPairs.isEmpty)
        #expect(
            state.listedPairs.allSatisfy { [$0.pair.left.className, $0.pair.right.className].contains("alphabet2/character03") })
        state.press(.enter, .escape)
        #expect(state.listedPairs.count == 40)
    }

    @Test func picturesAreAskedForOnce() throws {
        var state = SampleRun().state()
        #expect(state.wantedPictures.isEmpty, "only where they are seen")
        _ = state.handle(.character("3"), size: DashboardState.usual)
        #expect(state.wantedPictures.count == 2)
        for file in state.wantedPictures { state.provide(nil, for: file) }
        #expect(state.wantedPictures.isEmpty)
        #expect(dashboard(state, size: DashboardState.usual).text.contains("cannot be read"))
    }

    @Test func theThresholdMovesVerdictsAndFigures() throws {
        var state = SampleRun().state()
        state.press(.character("4"))
        let before = try #require(state.threshold)
        state.press(.right, .right)
        #expect(try #require(state.threshold) > before)
        state.press(.character("b"))
        let verification = try #require(state.verification)
        #expect(state.threshold == verification.bestThreshold)
        let wrong = state.listedPairs.count { $0.isWrong }
        #expect(abs(verification.bestAccuracy - (1 - Float(wrong) / 40)) < 1e-6)
        state.press(.character("f"))
        #expect(state.threshold == before)
    }
}
