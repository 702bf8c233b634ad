import Testing

@testable import Dashboard

@Suite struct GoldenTests {
    private static let sizes = [Size(columns: 60, rows: 18), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36)]

    @Test(arguments: Screen.allCases, sizes) func everyScreenInEverySizeClass(screen: Screen, size: Size) throws {
        var state = SampleRun().state()
        state.press(.character(screen.digit), size: size)
        try Golden.expect(dashboard(state, size: size), named: "\(screen.title.lowercased())-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: [Screen.train, .pairs, .distances, .oneShot]) func tallAndNarrow(screen: Screen) throws {
        var state = SampleRun().state()
        let size = Size(columns: 62, rows: 60)
        state.press(.character(screen.digit), size: size)
        try Golden.expect(dashboard(state, size: size), named: "\(screen.title.lowercased())-tall")
    }

    @Test(arguments: Screen.allCases) func withoutUnicodeAndColour(screen: Screen) throws {
        var state = SampleRun().state(Capabilities(unicode: false, colors: 0))
        state.press(.character(screen.digit))
        try Golden.expect(dashboard(state, size: DashboardState.usual), named: "\(screen.title.lowercased())-ascii")
    }

    @Test func overlays() throws {
        for (name, key) in [("help", Key.character("?")), ("quit", .character("q"))] {
            var state = SampleRun().state()
            state.press(key)
            try Golden.expect(dashboard(state, size: DashboardState.usual), named: name)
        }
        var state = SampleRun().state()
        state.press(.character("m"))
        state.type("1.5")
        let frame = dashboard(state, size: DashboardState.usual)
        try Golden.expect(frame, named: "margin-entry")
        #expect(frame.cursor == Position(column: 13, row: 22))
    }

    @Test func readingTheCurvesAtAStep() throws {
        var state = SampleRun().state()
        let size = Size(columns: 120, rows: 36)
        for _ in 0..<2 { state.press(.character("v"), size: size) }
        state.press(.tab, .character("z"), .left, .left, .left, .left, .character("x"), size: size)
        try Golden.expect(dashboard(state, size: size), named: "train-zoomed")
    }

    @Test func beforeTheFirstStep() throws {
        try Golden.expect(
            dashboard(DashboardState(capabilities: Capabilities(), isLive: true), size: DashboardState.usual),
            named: "train-waiting")
    }
}
