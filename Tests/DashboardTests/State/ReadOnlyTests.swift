import Foundation
import Testing
import Training

@testable import Dashboard

/// Runs that this program does not train: followed while another one does, or read when they are over.
@Suite struct ReadOnlyTests {
    /// What can be done about a run whose screen is gone, or that was stopped, stands above the footer in windows of any width.
    @Test(arguments: [60, 80, 120]) func whatCanBeDoneIsSaid(columns: Int) throws {
        var state = DashboardState(capabilities: Capabilities(), isLive: false, folder: "runs/a b")
        for event in SampleRun(steps: 1_000).events { state.apply(event) }
        state.follow(isWritten: true, isCaughtUp: true)
        func line() -> String {
            let lines = dashboard(state, size: Size(columns: columns, rows: 24)).text.split(
                separator: "\n", omittingEmptySubsequences: false)
            return lines[22].trimmingCharacters(in: .whitespaces)
        }
        state.tick(now: 100)
        #expect(line().isEmpty)
        state.apply(.state(StateChange(step: 1_000, elapsed: 1, state: .training, unattendedProcess: 1234)))
        let told = line()
        #expect(told.hasPrefix("no screen: kill -TERM 1234 saves and ends it"), "\(told)")
        if columns >= 80 { #expect(told.contains("then twinscope resume") && !told.contains("…")) }
        if columns == 120 { #expect(told.hasSuffix("twinscope resume 'runs/a b'")) }
        state.apply(.finished(RunOutcome(step: 1_000, elapsed: 1, reason: .stopped)))
        state.follow(isWritten: false, isCaughtUp: true)
        state.tick(now: 200)
        #expect(line() == "twinscope resume 'runs/a b' continues it")
        state.apply(.finished(RunOutcome(step: 1_000, elapsed: 1, reason: .completed)))
        state.tick(now: 300)
        #expect(line().isEmpty)
    }

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
