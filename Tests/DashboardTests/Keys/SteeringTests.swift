import Testing
import Training

@testable import Dashboard

@Suite struct SteeringTests {
    @Test func nudgingGoesThroughRoundValues() {
        var state = SampleRun(steps: 10).state()
        #expect(state.press(.right, .enter) == [.send(.set(.margin, 1.2))])
        #expect(
            state.press(.right, .enter) == [.send(.set(.margin, 1.5))], "from what was asked, not from what has been answered")
        #expect(state.press(.left, .left, .left, .enter) == [.send(.set(.margin, 0.8))])
        #expect(state.press(.down, .left, .enter) == [.send(.set(.learningRate, 8e-4))])
    }

    @Test func roundValuesGoUpAndDownTheSameWay() {
        for start in [1.0, 0.001, 0.37, 9.9, 1e-6] {
            let up = RoundValues.neighbour(of: start, 1)
            #expect(up > start && up / start < 1.6)
            #expect(RoundValues.neighbour(of: up, -1) <= start * 1.001 || start != RoundValues.neighbour(of: up, -1))
            #expect(RoundValues.neighbour(of: start, -1) < start)
        }
        #expect(RoundValues.neighbour(of: 1, -1) == 0.8 && RoundValues.neighbour(of: 3e-4, 1) == 4e-4)
    }

    @Test func anExactNumberIsTypedAndJudged() {
        var state = SampleRun(steps: 10).state()
        state.press(.character("m"))
        state.type("1,35")
        #expect(dashboard(state, size: DashboardState.usual).text.contains("1 → 1.35"), "a preview before it is applied")
        #expect(state.press(.enter) == [.send(.set(.margin, 1.35))])
        state.press(.character("r"))
        state.type("fast")
        #expect(state.press(.enter) == [])
        #expect(dashboard(state, size: DashboardState.usual).text.contains("is not a number"))
        state.press(.control("u"))
        state.type("50")
        #expect(state.press(.enter) == [])
        #expect(dashboard(state, size: DashboardState.usual).text.contains("must lie between"))
        state.press(.escape)
        #expect(state.overlay == nil && state.pending.count == 1)
    }

    @Test func undoIsAskedOfTheTrainingAsLongAsThereIsAnEdit() {
        var state = SampleRun(steps: 3_000).state()
        #expect(state.press(.character("u")) == [.send(.undo)])
        state.apply(.acknowledged(Acknowledgement(id: 1, step: 3_001, command: .undo)))
        state.apply(.edit(Edit(step: 3_001, elapsed: 80, setting: .learningRate, old: 3e-4, new: 1e-3, undoes: 2_600)))
        #expect(state.changes.last?.shortText == "undo lr 0.0003→0.001")
        #expect(state.settings[.learningRate] == 1e-3, "before the next step tells")
        #expect(state.press(.character("u")) == [.send(.undo)])
        #expect(state.press(.character("u")) == [], "no third edit was made")
        #expect(state.messages.toast?.message == "there is no edit to undo")
        state.press(.right)
        #expect(state.press(.enter, .character("u")).last == .send(.undo), "one that is on its way counts")
    }

    @Test func severalChangesAreOneEdit() {
        var state = SampleRun(steps: 10).state()
        let both = [Change.setting(.margin, old: 1, new: 1.2), .setting(.learningRate, old: 1e-3, new: 8e-4)]
        state.apply(.edit(Edit(step: 11, elapsed: 1, changes: both, id: 1)))
        #expect(state.changes.map(\.shortText) == ["margin 1→1.2, lr 0.001→0.0008"] && state.undoable == [1])
        #expect(state.messages.log.last?.message == "margin 1 → 1.2, learning rate 0.001 → 0.0008 at step 11")
        state.apply(.edit(Edit(step: 12, elapsed: 1, changes: both, undoes: 1)))
        #expect(state.undoable.isEmpty)
    }

    @Test func pausingAlternatesWithWhatWasAsked() {
        var state = SampleRun(steps: 10).state()
        #expect(state.press(.character(".")) == [], "steps are for a paused run")
        #expect(state.press(.character(" ")) == [.send(.pause)])
        #expect(state.press(.character(".")) == [.send(.step)])
        #expect(state.press(.character(" ")) == [.send(.resume)])
    }

    @Test func nothingIsSentToARunThatIsOverOrOnlyRead() {
        for isLive in [true, false] {
            var state = SampleRun(steps: 10).state(isLive: isLive)
            state.apply(.finished(RunOutcome(step: 10, elapsed: 1, reason: .completed)))
            for character in " .weumr<>" {
                #expect(state.press(.character(character)) == [])
                #expect(state.messages.toast?.message.contains("nothing") == true)
            }
        }
    }
}

@Suite struct TypedSettingTests {
    private func type(_ text: String, _ state: inout DashboardState) -> [Effect] {
        state.press(.character(":"))
        state.type(text)
        return state.press(.enter)
    }

    @Test func schedulesAreChosenByName() {
        var state = SampleRun(steps: 10).state()
        #expect(type("schedule cosine", &state) == [.send(.setSchedule(.cosine()))])
        #expect(type("schedule cos", &state) == [.send(.setSchedule(.cosine()))], "its beginning is enough")
        #expect(type("schedule co", &state) == [], "constant, or cosine?")
        state.press(.escape)
        #expect(type("schedule steep", &state) == [])
        state.press(.escape)
        #expect(TypedCommand.completions("schedule c") == ["schedule constant", "schedule cosine"])
        var over = SampleRun(steps: 10).state(isLive: false)
        #expect(type("schedule cosine", &over) == [])
    }

    @Test func miningIsForTriplets() {
        var state = SampleRun(steps: 10).state()
        #expect(type("mining semi-hard", &state) == [])
        #expect(state.messages.toast?.message == "this run's loss mines no triplets")
    }
}
