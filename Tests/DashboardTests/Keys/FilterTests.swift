import Testing
import Training

@testable import Dashboard

/// `/` lists what holds a text, wherever there is a list.
@Suite struct FilterTests {
    private func lines(_ state: DashboardState) -> String { dashboard(state, size: DashboardState.usual).text }

    private func filtered(_ screen: Screen, by text: String) -> DashboardState {
        var state = SampleRun(steps: 3_000).state()
        state.press(.character(screen.digit), .character("/"))
        state.type(text)
        state.press(.enter)
        return state
    }

    @Test func theLogIsSearched() {
        var state = filtered(.log, by: "RATE")
        #expect(state.shownLog.contains { $0.message.hasPrefix("learning rate") })
        #expect(state.shownLog.contains { $0.advice?.contains("learning rate") == true }, "advice counts too")
        #expect(!state.shownLog.contains { $0.message.hasPrefix("margin") })
        #expect(lines(state).contains("/RATE"))
        state.press(.escape)
        #expect(state.shownLog.contains { $0.message.hasPrefix("margin") })
        #expect(lines(filtered(.log, by: "no such thing")).contains("nothing here holds"))
    }

    @Test func runsAreListedByWhatTheyAre() {
        var state = filtered(.runs, by: "faces")
        #expect(state.runs.listed.map(\.name) == ["faces-resnet18"])
        #expect(state.chosenRun?.name == "faces-resnet18")
        state.press(.escape)
        #expect(state.runs.listed.count == 5)
        let empty = filtered(.runs, by: "zebra")
        #expect(lines(empty).contains("no run matches") && empty.chosenRun == nil)
    }

    @Test func whereThereIsNoListItSaysWhere() {
        var state = SampleRun(steps: 10).state()
        state.press(.character("/"))
        #expect(state.overlay == nil)
        #expect(state.messages.toast?.message == "/ works on Pairs (3), on Map (5), on Log (7), on Runs (8)")
    }
}
