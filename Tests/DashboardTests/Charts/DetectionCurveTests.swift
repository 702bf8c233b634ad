import Testing

@testable import Dashboard

@Suite struct DetectionCurveTests {
    @Test func normalDeviatesAreThoseOfTheTables() {
        for (share, deviate) in [(0.5, 0.0), (0.975, 1.959964), (0.01, -2.326348), (0.999, 3.090232)] {
            #expect(abs(DetectionCurve.normalDeviate(share) - deviate) < 1e-5)
        }
    }

    @Test func quartilesLeaveOutWhatIsNoNumber() throws {
        let quartiles = try #require(Quartiles([5, 1, .nan, 3, 2, 4, .infinity]))
        #expect(quartiles.lower == 2 && quartiles.median == 3 && quartiles.upper == 4)
        #expect(Quartiles([.nan]) == nil)
    }

    @Test func thresholdsAreTypedAndCurvesChosen() {
        let size = Size(columns: 120, rows: 36)
        var state = SampleRun().state()
        state.press(.character("4"), .character("t"), size: size)
        state.type("0,7")
        #expect(dashboard(state, size: size).text.contains("accuracy"))
        state.press(.enter, size: size)
        #expect(state.threshold == 0.7)
        state.press(.character("t"), size: size)
        state.type("far")
        state.press(.enter, size: size)
        #expect(state.threshold == 0.7 && dashboard(state, size: size).text.contains("type a distance"))
        state.press(.escape, .character(":"), size: size)
        state.type("threshold 0.5")
        state.press(.enter, .character("v"), size: size)
        #expect(state.threshold == 0.5)
        let text = dashboard(state, size: size).text
        #expect(text.contains("DET") && text.contains("Over the training"))
    }

    /// Narrow windows show one of the two panels.
    @Test func theBandsHaveAPlaceInSmallWindows() {
        var state = SampleRun().state()
        state.press(.character("4"))
        #expect(!dashboard(state, size: DashboardState.usual).text.contains("Over the training"))
        state.press(.tab)
        #expect(dashboard(state, size: DashboardState.usual).text.contains("Over the training"))
    }
}
