import Runs
import Testing
import Training

@testable import Dashboard

/// Header, Runs and keys say the same of a run, and a run that goes wrong is not green.
@Suite struct StandingTests {
    private let size = Size(columns: 120, rows: 36)

    private func status(_ state: DashboardState) -> String {
        String(dashboard(state, size: size).text.split(separator: "\n", omittingEmptySubsequences: false)[1])
    }

    @Test(arguments: [
        (RunOutcome.Reason.completed, "✓ finished"), (.stopped, "▼ stopped"), (.failed, "✗ failed"),
    ]) func aRunThatEndedSaysHow(reason: RunOutcome.Reason, word: String) {
        for isLive in [true, false] {
            var state = SampleRun(steps: 500).state(isLive: isLive)
            state.apply(.finished(RunOutcome(step: 500, elapsed: 12, reason: reason)))
            state.follow(isWritten: false, isCaughtUp: true)
            #expect(status(state).hasPrefix(" " + word), "\(status(state))")
            // Nothing is trained here any more: a new one can begin, and another can go on.
            #expect(state.press(.character("8"), .character("N")) == [.newRun])
            state.press(.down, .down)
            #expect(state.press(.character("R")).contains { if case .resume = $0 { true } else { false } })
        }
    }

    @Test func aPausedRunIsPausedForWhoeverWatches() {
        var state = SampleRun(steps: 500).state(isLive: false)
        state.follow(isWritten: true, isCaughtUp: true)
        for (change, word) in [(RunState.paused, "= paused"), (.waiting, "= waiting for images"), (.stopping, "▼ ending")] {
            state.apply(.state(StateChange(step: 500, elapsed: 12, state: change)))
            #expect(status(state).hasPrefix(" " + word))
        }
    }

    @Test(arguments: RunVerdict.Kind.allCases) func aRunThatGoesWrongIsNotGreenInRuns(kind: RunVerdict.Kind) throws {
        var state = SampleRun(steps: 500).state()
        let description = try #require(state.description)
        _ = state.press(.character("8"))
        state.provide(
            ["first", "second"].map { name in
                RunRow(
                    folder: "runs/\(name)", description: description, standing: .training, step: 500, elapsed: 10, best: nil,
                    hasCheckpoint: true, verdict: RunVerdict(step: 400, elapsed: 9, kind: kind, evidence: "the evidence"))
            }, unreadable: [])
        let frame = dashboard(state, size: size)
        let lines = frame.text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
        // The second: the chosen one has the colors of the choice.
        let row = try #require(lines.firstIndex { String($0).contains("second") })
        let column = try #require(lines[row].firstIndex(of: "▶"))
        let green = RunStanding.training.style(Theme(Capabilities()))
        #expect((frame[column, row].style == green) == !kind.isTrouble)
    }

    @Test func theVerdictStandsInTheHeaderAndOnTrain() {
        var state = SampleRun(steps: 500).state()
        let green = state.standing.style(Theme(Capabilities()))
        for kind in RunVerdict.Kind.allCases where kind.isTrouble {
            state.apply(
                .verdict(
                    RunVerdict(
                        step: 400, elapsed: 10, kind: kind, evidence: "the evidence", remedy: .init(.lowerLearningRate, "Do this")
                    )))
            #expect(status(state).contains("\(kind.sign) \(kind.title)"))
            let frame = dashboard(state, size: size)
            #expect(frame.text.contains("since step 400: the evidence") && frame.text.contains("→ Do this"))
            #expect(frame[1, 1].style != green, "\(kind)")
        }
        state.apply(.verdict(RunVerdict(step: 450, elapsed: 11, kind: .healthy, evidence: "all is well", withdrawn: .slow)))
        #expect(status(state).contains("✓ healthy"))
        #expect(!dashboard(state, size: size).text.contains("Do this"))
        #expect(state.messages.log.last?.message.contains("no longer too slow") == true)
    }

    /// Only where keys reach a training is there something to type after a colon.
    @Test func aRunThatIsOnlyLookedAtIsAdvisedByCommands() {
        let remedy = RunVerdict.Remedy(.raiseMargin, "Raise it (:margin 2)", task: "Raise it", means: [.set(.margin, 2)])
        for isLive in [true, false] {
            var state = DashboardState(capabilities: Capabilities(), isLive: isLive, folder: "runs/first")
            for event in SampleRun(steps: 500).events { state.apply(event) }
            state.apply(.verdict(RunVerdict(step: 400, elapsed: 10, kind: .exhausted, evidence: "the evidence", remedy: remedy)))
            state.follow(isWritten: false, isCaughtUp: true)
            for key in ["1", "7"] {
                state.press(.character(Character(key)))
                let text = dashboard(state, size: size).text
                #expect(
                    text.contains("(:margin 2)") == isLive && text.contains("twinscope resume runs/first --margin 2") != isLive)
            }
        }
    }

    /// Half a command is another command.
    @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 60, rows: 18), Size(columns: 120, rows: 36)])
    func noCommandIsCutInTheMiddle(size: Size) {
        let remedy = RunVerdict.Remedy(
            .lowerLearningRate, "", task: "Start again with a lower learning rate",
            means: [
                .set(.learningRate, 0.5), .train(["--learning-rate", "0.5", "--rotation", "15", "--translation", "0.1"]),
            ])
        var state = DashboardState(
            capabilities: Capabilities(), isLive: false, folder: "runs/a-run-with-a-long-name-of-its-own")
        for event in SampleRun(steps: 500).events { state.apply(event) }
        let evidence = Array(repeating: "embeddings of different images differ by little", count: 9).joined(separator: ", ")
        state.apply(.verdict(RunVerdict(step: 400, elapsed: 10, kind: .collapsed, evidence: evidence, remedy: remedy)))
        state.follow(isWritten: false, isCaughtUp: true)
        state.press(.character("1"))
        let text = dashboard(state, size: size).text
        #expect(text.contains("collapsed since step 400"))
        #expect(text.contains("in 7 Log") || text.contains("0.1`"), "\(text)")
        #expect(text.contains("differ") && text.contains("…"), "the evidence gives way")
    }
}
