import Testing
import Training

@testable import Runs

/// One answer to where a run stands, from its lock and its events.
@Suite struct RunStandingTests {
    private func outcome(_ reason: RunOutcome.Reason) -> RunOutcome { RunOutcome(step: 1, elapsed: 1, reason: reason) }

    @Test(
        arguments: [
            (nil, RunStanding.preparing, "preparing", "○"), (.preparing, .preparing, "preparing", "○"),
            (.training, .training, "training", "▶"), (.evaluating, .training, "training", "▶"), (.paused, .paused, "paused", "="),
            (.waiting, .waiting, "waiting for images", "="), (.stopping, .ending, "ending", "▼"),
            (.finished, .ending, "ending", "▼"),
            (.failed, .ending, "ending", "▼"),
        ] as [(RunState?, RunStanding, String, String)])
    func ofARunThatIsWritten(state: RunState?, standing: RunStanding, title: String, sign: String) {
        let found = RunStanding(isWritten: true, state: state, outcome: nil)
        #expect(found == standing && found.title == title && found.sign == sign && found.isActive)
        // Whatever it was doing, it was killed.
        #expect(RunStanding(isWritten: false, state: state, outcome: nil) == .interrupted)
    }

    @Test func ofARunThatHasSaidHowItEnded() {
        let reasons: [(RunOutcome.Reason, RunStanding, String)] = [
            (.completed, .completed, "finished"), (.stopped, .stopped, "stopped"), (.failed, .failed, "failed"),
        ]
        for (reason, standing, title) in reasons {
            for isWritten in [true, false] {
                let found = RunStanding(isWritten: isWritten, state: .stopping, outcome: outcome(reason))
                #expect(found == standing && found.title == title && !found.isActive)
            }
        }
    }
}
