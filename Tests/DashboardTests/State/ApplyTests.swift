import Testing
import Training

@testable import Dashboard

@Suite struct ApplyTests {
    @Test func aCommandIsPendingUntilItIsAnswered() {
        var state = SampleRun(steps: 10).state()
        #expect(state.press(.character("w")) == [.send(.saveCheckpoint)])
        #expect(state.press(.character("e")) == [.send(.evaluate)])
        #expect(state.pending == [.saveCheckpoint, .evaluate])
        state.apply(.acknowledged(Acknowledgement(id: 1, step: 11, command: .evaluate)))
        #expect(state.pending == [.saveCheckpoint])
        #expect(state.messages.toast?.message.contains("step 11") == true)
        state.apply(
            .acknowledged(Acknowledgement(id: 2, step: 12, command: .saveCheckpoint, refusal: "the disk is full; free some")))
        #expect(state.pending.isEmpty)
        #expect(state.messages.toast == Toast(message: "the disk is full; free some", severity: .warning, expiresAt: 115))
        #expect(state.tick(now: 116) == true)
        #expect(state.messages.toast == nil)
    }

    @Test func aReplayedRunSaysNothingButLogsAll() {
        let state = SampleRun(steps: 2_000).state(isLive: false)
        #expect(state.messages.toast == nil)
        #expect(state.messages.log.contains { $0.severity == .warning })
        #expect(state.changes.count == 1 && state.settings[.margin] == 1.2)
    }

    @Test func timeMovesOnBetweenEventsOnlyWhileItTrains() {
        var state = SampleRun(steps: 1_000, totalSteps: 2_000).state()
        #expect(state.elapsed == 35, "25 seconds, and the 10 since the last event")
        #expect(state.remaining == 15)
        #expect(state.tick(now: 111) == true)
        state.apply(.state(StateChange(step: 1_000, elapsed: 36, state: .paused)))
        state.tick(now: 200)
        #expect(state.elapsed == 36)
    }

    @Test func smoothingHasNoPullTowardsItsStart() {
        var smoothing = Smoothing(weight: 0.9)
        for value: Float in [3, 3, 3, .nan] {
            let smoothed = smoothing.next(value, standingFor: 1)
            #expect(abs(smoothed - 3) < 1e-5)
        }
        var one = Smoothing(weight: 0.9)
        var merged = Smoothing(weight: 0.9)
        _ = (one.next(1, standingFor: 1), merged.next(1, standingFor: 1))
        for _ in 0..<9 { _ = one.next(5, standingFor: 1) }
        let (single, together) = (one.next(5, standingFor: 1), merged.next(5, standingFor: 10))
        #expect(abs(single - together) < 1e-4)
    }

    @Test func theSmoothedCurveIsTheSameWhenItIsMadeAnew() {
        var history = SampleRun(steps: 500).state().history
        let before = history[.smoothedLoss].values
        history.smooth(weight: history.smoothingWeight)
        #expect(zip(before, history[.smoothedLoss].values).allSatisfy { abs($0 - $1) < 1e-6 })
    }
}
