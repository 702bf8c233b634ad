import Testing
import Training

@testable import Dashboard

@Suite struct QuitTests {
    @Test(arguments: [
        (Key.character("s"), QuitChoice.saveAndStop), (.character("x"), .stop), (.character("k"), .detach),
        (.control("c"), .saveAndStop),
    ])
    func aRunningTrainingIsAskedAbout(key: Key, choice: QuitChoice) {
        for quit in [Key.character("q"), .control("c")] {
            var state = SampleRun(steps: 10).state()
            #expect(state.press(quit) == [])
            #expect(state.overlay == .quit)
            #expect(state.press(key) == [.quit(choice)])
        }
    }

    @Test(arguments: [Key.enter, .escape, .character("c"), .character("j"), .character(" "), .tab])
    func nothingElseEndsIt(key: Key) {
        var state = SampleRun(steps: 10).state()
        #expect(state.press(.character("q"), key) == [])
        #expect(state.overlay == nil)
    }

    @Test func leavesAtOnceWhereNothingRuns() {
        var finished = SampleRun(steps: 10).state()
        finished.apply(.finished(RunOutcome(step: 10, elapsed: 1, reason: .completed)))
        #expect(finished.press(.character("q")) == [.quit(.saveAndStop)])
        var past = SampleRun(steps: 10).state(isLive: false)
        #expect(past.press(.control("c")) == [.quit(.detach)])
    }
}
