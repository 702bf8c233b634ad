import Testing
import Training

@testable import Dashboard

/// Runs that this program does not train: followed while another one does, or read when they are over.
@Suite struct ReadOnlyTests {
    private func watched(isWritten: Bool) -> DashboardState {
        var state = SampleRun(steps: 500).state(isLive: false)
        state.follow(isWritten: isWritten, isCaughtUp: true)
        return state
    }

    private func status(_ state: DashboardState) -> String {
        let text = dashboard(state, size: Size(columns: 120, rows: 36)).text
        return String(text.split(separator: "\n", omittingEmptySubsequences: false)[1])
    }

    @Test func keysThatSteerSayWhyTheyDoNothing() {
        for (isWritten, reason) in [(true, "another program trains this run"), (false, "this run is over")] {
            var state = watched(isWritten: isWritten)
            for key in [" ", ".", "w", "e", "u", "m", "r", "<", ">"] {
                #expect(state.press(.character(Character(key))).isEmpty)
                #expect(state.messages.toast?.message.hasPrefix(reason) == true, "\(key)")
            }
            #expect(state.pending.isEmpty)
        }
    }

    @Test func leavingNeedsNoQuestion() {
        var state = watched(isWritten: true)
        #expect(state.press(.character("q")) == [.quit(.detach)])
    }

    @Test func theClockOfAFollowedRunGoesOn() {
        var state = watched(isWritten: true)
        #expect(status(state).contains("▶ training · watching"))
        let before = state.elapsed
        state.tick(now: 150)
        #expect(state.elapsed == before + 40)
        state.follow(isWritten: false, isCaughtUp: true)
        state.tick(now: 160)
        #expect(state.elapsed == before)
    }

    @Test func aRunWhoseProgramWasKilledIsBrokenOff() {
        var state = watched(isWritten: false)
        #expect(status(state).contains("✗ broken off · read-only"))
        #expect(state.remaining == nil)
        state.apply(.finished(RunOutcome(step: 500, elapsed: 12.5, reason: .completed)))
        #expect(status(state).contains("✓ finished · read-only"))
    }
}
