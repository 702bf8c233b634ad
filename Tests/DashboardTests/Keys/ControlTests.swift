import MetricLearning
import Testing
import Training

@testable import Dashboard

@Suite struct ControlTests {
    private func state(_ loss: LossSpec) -> DashboardState {
        var run = SampleRun(steps: 300).description
        run.options.loss = loss
        var state = DashboardState(capabilities: Capabilities(), isLive: true)
        state.apply(.started(run))
        state.apply(.state(StateChange(step: 0, elapsed: 0, state: .training)))
        return state
    }

    private func choose(_ control: Control, in state: inout DashboardState) {
        state.press(.character("1"))
        for _ in 0..<20 { state.press(.up) }
        for _ in 0..<20 where state.selectedControl != control { state.press(.down) }
        #expect(state.selectedControl == control)
    }

    @Test func aLossHasWhatItHas() {
        let contrastive = state(.contrastive(margin: 1)).availableControls
        #expect(contrastive.contains(.setting(.margin)) && contrastive.contains(.schedule) && contrastive.contains(.threshold))
        #expect(!contrastive.contains(.mining) && !contrastive.contains(.setting(.temperature)))
        #expect(state(.triplet(margin: 0.2, mining: .semiHard)).availableControls.contains(.mining))
    }

    @Test func theScheduleIsNudgedMarkedAndTakenBack() throws {
        var state = state(.contrastive(margin: 1))
        choose(.schedule, in: &state)
        let wanted = try #require(Schedule.named("step"))
        #expect(state.press(.right) == [] && state.proposals == [.setSchedule(wanted)])
        #expect(state.press(.enter) == [.send(.setSchedule(wanted))])
        #expect(dashboard(state, size: DashboardState.usual).text.contains("→step"), "on its way")
        let (old, new) = (RateCourse(.constant, rate: 1e-3), RateCourse(wanted, rate: 1e-3, from: RunPlace(step: 40, elapsed: 1)))
        let change = Change.schedule(old: old, new: new, oldRate: 1e-3, newRate: 1e-3)
        state.apply(.edit(Edit(step: 40, elapsed: 1, changes: [change], id: 1)))
        state.apply(.acknowledged(Acknowledgement(id: 1, step: 40, command: .setSchedule(wanted))))
        #expect(state.changes.map(\.shortText) == ["schedule constant→step"] && state.changes.first?.step == 40)
        #expect(state.schedule == wanted && state.press(.character("u")) == [.send(.undo)])
        let undone = Change.schedule(old: new, new: old, oldRate: 1e-3, newRate: 1e-3)
        state.apply(.edit(Edit(step: 50, elapsed: 1, changes: [undone], undoes: 1)))
        state.apply(.acknowledged(Acknowledgement(id: 2, step: 50, command: .undo)))
        #expect(state.undoable.isEmpty && state.changes.count == 2 && state.schedule == .constant)
    }

    /// The training may spread a schedule over the run; the answer that follows repeats the command as it was given.
    @Test func aScheduleThatWasSpreadIsShownAsItIs() throws {
        var state = state(.contrastive(margin: 1))
        let (asked, made) = (Schedule.step(epochs: 10), Schedule.step(epochs: 26))
        let new = RateCourse(made, rate: 1e-3, from: RunPlace(step: 40, elapsed: 1))
        let change = Change.schedule(old: RateCourse(.constant, rate: 1e-3), new: new, oldRate: 1e-3, newRate: 1e-3)
        state.apply(.edit(Edit(step: 40, elapsed: 1, changes: [change], id: 1)))
        let forecast = try #require(RateForecast(state)).text
        state.apply(.acknowledged(Acknowledgement(id: 1, step: 40, command: .setSchedule(asked))))
        #expect(state.schedule == made && state.changes.count == 1)
        #expect(RateForecast(state)?.text == forecast)
        #expect(state.messages.toast?.message.contains(forecast) == true)
    }

    /// The first runs told of schedules by the answers to commands alone.
    @Test func anEarlierRunsScheduleIsMarkedToo() throws {
        var state = state(.contrastive(margin: 1))
        state.apply(.acknowledged(Acknowledgement(id: 1, step: 40, command: .setSchedule(.cosine()))))
        #expect(state.changes.map(\.shortText) == ["schedule constant→cosine"] && state.schedule == .cosine())
    }

    @Test func miningGoesAroundAndARefusalLeavesIt() {
        var state = state(.triplet(margin: 0.2, mining: .batchHard))
        choose(.mining, in: &state)
        let asked = state.press(.character(">"), .enter)
        #expect(asked == [.send(.setMining(.batchAll))])
        state.apply(.acknowledged(Acknowledgement(id: 1, step: 4, command: .setMining(.batchAll), refusal: "no")))
        #expect(state.changes.isEmpty && state.mining == .batchHard)
    }

    @Test func theThresholdMovesWhereNothingCanBeSteered() {
        var state = SampleRun().state(isLive: false)
        choose(.threshold, in: &state)
        let before = state.threshold ?? 0
        let effects = state.press(.right)
        #expect(effects.isEmpty && (state.threshold ?? 0) > before)
        state.press(.up, .right)
        #expect(state.messages.toast?.message.contains("nothing left to steer") == true)
    }

    @Test func enterTypesWhatIsChosen() {
        var state = SampleRun().state()
        choose(.setting(.margin), in: &state)
        state.press(.enter)
        state.type("1.5")
        let asked = state.press(.enter)
        #expect(asked == [.send(.set(.margin, 1.5))])
        choose(.schedule, in: &state)
        state.press(.enter)
        state.type("cosine")
        let schedule = state.press(.enter)
        #expect(schedule == [.send(.setSchedule(.cosine()))])
    }
}
