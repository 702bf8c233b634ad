import Testing
import Training

@testable import Dashboard

/// The mouse does what keys do, at the place that it points to.
@Suite struct MouseTests {
    private static let size = Size(columns: 120, rows: 36)

    /// Clicks on the first cell of a text on the screen.
    private func click(_ text: String, in state: inout DashboardState, row wanted: Int? = nil) throws {
        let lines = dashboard(state, size: Self.size).text.split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(wanted ?? lines.firstIndex { $0.contains(text) }, "\(text) is on the screen")
        let range = try #require(lines[row].range(of: text))
        let column = lines[row].distance(from: lines[row].startIndex, to: range.lowerBound)
        _ = state.handle(.click(Position(column: column, row: row)), size: Self.size)
    }

    @Test func tabsAreScreens() throws {
        var state = SampleRun(steps: 300).state()
        for screen in Screen.allCases {
            try click("\(screen.digit) \(screen.title)", in: &state, row: 0)
            #expect(state.screen == screen)
        }
    }

    @Test func linesOfListsAreChosen() throws {
        var state = SampleRun(steps: 3_000).state()
        try click("learning rate", in: &state)
        #expect(state.focused == .controls && state.selectedControl == .setting(.learningRate))
        try click("2,600 lr", in: &state)
        #expect(state.focused == .edits && state.chart.crosshair == 2_600)
        state.press(.character("3"), size: Self.size)
        try click("    7 same", in: &state)
        #expect(state.shownPair?.index == 6)
        state.press(.character("8"), size: Self.size)
        try click("glyphs-wide", in: &state)
        #expect(state.chosenRun?.name == "glyphs-wide")
    }

    @Test func aClickOnACurveReadsItThere() throws {
        var state = SampleRun(steps: 3_000).state()
        _ = state.handle(.click(Position(column: 45, row: 10)), size: Self.size)
        #expect(state.focused == .lossChart)
        let middle = try #require(state.chart.crosshair)
        _ = state.handle(.click(Position(column: 60, row: 25)), size: Self.size)
        #expect(state.focused == .secondChart)
        #expect(try #require(state.chart.crosshair) > middle)
    }

    @Test func theWheelMovesThroughLists() {
        var state = SampleRun(steps: 300).state()
        state.press(.character("3"), size: Self.size)
        let place = Position(column: 100, row: 10)
        _ = state.handle(.scroll(place, up: false), size: Self.size)
        #expect(state.shownPair?.index == 1)
        _ = state.handle(.scroll(place, up: true), size: Self.size)
        #expect(state.shownPair?.index == 0)
    }

    @Test func aClickBesideEverythingDoesNothing() {
        var state = SampleRun(steps: 300).state()
        let before = dashboard(state, size: Self.size)
        for position in [Position(column: 119, row: 35), Position(column: 500, row: 500), Position(column: 0, row: 1)] {
            #expect(state.handle(.click(position), size: Self.size).isEmpty)
        }
        #expect(dashboard(state, size: Self.size) == before)
    }
}
