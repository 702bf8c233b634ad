import Testing
import Training

@testable import Dashboard

/// Nudging shows what it would do, and does it on Enter.
@Suite struct ProposalTests {
    private func text(_ state: DashboardState, _ size: Size = DashboardState.usual) -> String {
        dashboard(state, size: size).text
    }

    @Test func nothingIsSentBeforeEnter() {
        var state = SampleRun(steps: 10).state()
        #expect(state.press(.right, .right) == [])
        #expect(state.pending.isEmpty && state.settings[.margin] == 1)
        #expect(text(state).contains("margin        1→1.5"), "beside its name")
        #expect(text(state).contains("margin 1 → 1.5 (×1.5)"), "above the footer")
        #expect(text(state).contains("Enter apply") && text(state).contains("Esc drop"))
        #expect(state.press(.enter) == [.send(.set(.margin, 1.5))])
        #expect(state.proposals.isEmpty && state.pending == [.set(.margin, 1.5)])
    }

    @Test func severalAreAppliedAtOnce() {
        var state = SampleRun(steps: 10).state()
        state.press(.right, .down, .left)
        #expect(text(state).contains("and 1 more"))
        #expect(state.press(.enter) == [.send(.together([.set(.margin, 1.2), .set(.learningRate, 8e-4)]))], "one edit")
        #expect(state.pendingChange(of: .setting(.margin)) == .set(.margin, 1.2))
    }

    @Test(arguments: [Key.escape, .character("u")]) func theyAreDropped(key: Key) {
        var state = SampleRun(steps: 3_000).state()
        #expect(state.press(.right, .down, .left, key) == [], "an edit that was made is not undone before they are")
        #expect(state.proposals.isEmpty && state.pending.isEmpty && state.undoable.count == 2)
        #expect(state.press(.enter) == [])
        #expect(state.overlay == .entry(Entry(purpose: .setting(.learningRate))), "Enter types again")
    }

    @Test func goingBackToTheValueLeavesNothing() {
        var state = SampleRun(steps: 10).state()
        state.press(.right, .left)
        #expect(state.proposals.isEmpty && !text(state).contains("Esc drop"))
    }

    @Test func theyWaitWhileThePersonLooksElsewhere() {
        var state = SampleRun(steps: 3_000).state()
        state.press(.right, .character("4"))
        #expect(text(state).contains("waits on Train (1)"))
        #expect(text(state, Size(columns: 120, rows: 36)).contains("1.200→1.500"), "beside the distances")
        #expect(state.press(.enter) == [])
        state.press(.escape)
        #expect(state.proposals.count == 1)
        #expect(
            state.press(.character("1"), .character("c"), .tab, .enter) == [.send(.set(.margin, 1.5))], "wherever the focus is")
    }

    @Test func aTypedValueTakesTheirPlace() {
        var state = SampleRun(steps: 10).state()
        state.press(.right, .character("m"))
        state.type("2")
        #expect(state.press(.enter) == [.send(.set(.margin, 2))])
        #expect(state.proposals.isEmpty)
        state.press(.down, .down, .down, .right)
        #expect(state.proposals.map(\.control) == [.schedule])
        state.type(":schedule cosine")
        #expect(state.press(.enter) == [.send(.setSchedule(.cosine()))])
        #expect(state.proposals.isEmpty)
    }

    @Test func theEndOfARunDropsThem() {
        var state = SampleRun(steps: 10).state()
        state.press(.right)
        state.apply(.finished(RunOutcome(step: 10, elapsed: 1, reason: .completed)))
        #expect(state.proposals.isEmpty)
        #expect(state.press(.enter) == [])
    }

    @Test func aSettingGoesNoFurtherThanItsRange() {
        var state = SampleRun(steps: 10).state()
        for _ in 0..<200 { state.press(.left) }
        #expect(state.proposals == [.set(.margin, 1e-3)])
        #expect(state.messages.toast?.message == "margin goes no further than 0.001")
        state.apply(.edit(Edit(step: 11, elapsed: 1, setting: .margin, old: 1, new: 1_000)))
        state.press(.escape, .right)
        #expect(state.proposals.isEmpty && state.messages.toast?.message == "margin goes no further than 1000")
    }

    @Test func whatItMeansIsTold() throws {
        var state = SampleRun(steps: 3_000).state()
        let wide = Size(columns: 160, rows: 40)
        state.press(.left)
        #expect(text(state, wide).contains("of impostor pairs, now"))
        state.press(.escape, .down, .right)
        #expect(text(state, wide).contains("weights change "))
        state.press(.escape, .down, .down)
        #expect(state.selectedControl == .schedule)
        state.press(.right, .right, .right)
        // From the rate that is in effect, whatever share of the run is over.
        #expect(text(state, wide).contains("constant → cosine  rate 3.0e-04 now, 1.5e-04 halfway, 1.5e-11 at the end"))
        state.press(.right)
        #expect(text(state, wide).contains("validation loss"))
        // As it is typed, too.
        state.press(.escape)
        state.type(":schedule cosine")
        #expect(text(state, wide).contains("constant → cosine  rate"))
        #expect(text(state).contains("rate 3.0e-04 now, 1.5e-04 halfway, 1.5e-11 at the end"), "also on 80 columns")
    }

    /// A schedule that is in effect goes on from the rate that a person gives.
    @Test func aRateIsTheOneInEffectAndItsCourseIsTold() throws {
        var state = SampleRun(steps: 3_000).state()
        state.type(":lr 0.001")
        #expect(text(state, Size(columns: 160, rows: 40)).contains("weights change"), "a constant one has nothing to tell")
        state.press(.escape)
        let course = RateCourse(.cosine(), rate: 3e-4, from: RunPlace(step: 3_000, elapsed: 75))
        let edit = Change.schedule(old: RateCourse(.constant, rate: 3e-4), new: course, oldRate: 3e-4, newRate: 3e-4)
        state.apply(.edit(Edit(step: 3_000, elapsed: 75, changes: [edit], id: 1)))
        var later = SampleRun().step(6_501)
        later.learningRate = 2.3e-8
        state.apply(.step(later))
        #expect(state.settings[.learningRate] == 2.3e-8)
        #expect(text(state).contains("2.3e-08"), "what is in effect, not what the schedule began with")
        state.type(":lr 0.001")
        #expect(
            text(state, Size(columns: 160, rows: 40)).contains("rate 1.0e-03 now, 2.9e-04 halfway, 1.0e-10 at the end"))
        state.press(.escape)
        #expect(state.press(.down, .right, .enter) == [.send(.set(.learningRate, 2.5e-8))])
    }

    @Test func theyAreDrawn() throws {
        var state = SampleRun().state()
        state.press(.right, .right, .down, .left)
        try Golden.expect(dashboard(state, size: DashboardState.usual), named: "train-proposed")
        try Golden.expect(dashboard(state, size: Size(columns: 60, rows: 18)), named: "train-proposed-60x18")
    }
}
