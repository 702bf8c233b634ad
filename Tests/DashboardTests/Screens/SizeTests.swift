import Foundation
import Testing
import Training

@testable import Dashboard

@Suite struct SizeTests {
    private static let capabilities = [
        Capabilities(), Capabilities(unicode: true, colors: 8), Capabilities(unicode: false, colors: 0),
    ]

    /// Every screen and overlay, of a run in its middle, of one that has said nothing, and of one gone wrong.
    private func states(_ capabilities: Capabilities) -> [DashboardState] {
        var broken = SampleRun(steps: 60).state(capabilities)
        var step = SampleRun().step(61)
        (step.loss, step.lossMinimum, step.lossMaximum, step.gradientNorm) = (.nan, -.infinity, .infinity, .nan)
        broken.apply(.step(step))
        var evaluation = SampleRun().evaluation(61)
        evaluation.loss = .nan
        evaluation.testDistances = evaluation.testDistances.enumerated().map { $0.offset % 3 == 0 ? .nan : .infinity }
        (evaluation.threshold, evaluation.accuracy) = (.infinity, .nan)
        broken.apply(.evaluation(evaluation))
        broken.note("日本語 and\u{7} bells\nand lines", severity: .error)
        let runs = [
            SampleRun(steps: 2_700).state(capabilities), DashboardState(capabilities: capabilities, isLive: true), broken,
        ]
        return runs.flatMap { run in
            Screen.allCases.map { screen in
                var state = run
                state.press(.character(screen.digit))
                return state
            }
                + [Key.character("?"), .character("q"), .character(":"), .character("m")].map { key in
                    var state = run
                    state.press(key)
                    return state
                }
                + ChartView.Unit.allCases.map { unit in
                    var state = run
                    state.chart.unit = unit
                    state.press(.character("y"), .character("Y"), .character("c"), .character("z"), .tab, .character("+"))
                    return state
                }
        }
    }

    @Test(arguments: 0..<3) func anySizeHasAFrame(_ place: Int) {
        let capabilities = Self.capabilities[place]
        let columns = [1, 2, 7, 30, 59, 60, 61, 75, 76, 80, 109, 116, 131, 300]
        let rows = [1, 2, 3, 17, 18, 19, 24, 27, 40, 100]
        for (index, state) in states(capabilities).enumerated() {
            for (place, column) in columns.enumerated() {
                // Every state meets a fifth of the rows; together they meet all.
                for row in rows.enumerated().filter({ ($0.offset + place + index) % 5 == 0 }).map(\.element) {
                    let frame = dashboard(state, size: Size(columns: column, rows: row))
                    #expect(frame.cells.count == column * row)
                    if !capabilities.unicode { #expect(frame.cells.allSatisfy { $0.character.isASCII }) }
                    if capabilities.colors == 0 { #expect(frame.cells.allSatisfy { $0.style.foreground == .standard }) }
                }
            }
        }
    }

    /// Every size there is: `TWINSCOPE_ALL_SIZES=1 swift test -c release -Xswiftc -enable-testing --filter everySizeHasAFrame`.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["TWINSCOPE_ALL_SIZES"] == "1", "takes minutes; TWINSCOPE_ALL_SIZES=1 runs it"),
        arguments: Screen.allCases, [true, false])
    func everySizeHasAFrame(screen: Screen, unicode: Bool) {
        var state = SampleRun(steps: 2_700).state(Capabilities(unicode: unicode, colors: unicode ? 256 : 0))
        state.press(.character(screen.digit))
        for columns in 1...300 {
            for rows in 1...100 {
                let frame = dashboard(state, size: Size(columns: columns, rows: rows))
                #expect(frame.cells.count == columns * rows)
                if !unicode { #expect(frame.cells.allSatisfy { $0.character.isASCII }) }
            }
        }
    }

    @Test func aWindowThatIsTooSmallSaysWhatItNeeds() {
        let text = dashboard(SampleRun(steps: 5).state(), size: Size(columns: 40, rows: 10)).text
        #expect(text.contains("60x18") && text.contains("40x10"))
    }

    @Test func randomKeysNeverBreakIt() {
        let keys: [Key] =
            " .weu<>mrzZf()cyYxsvhjklgGonp/b=+[]?:qtn,12345678".map { Key.character($0) } + [
                .up, .down, .left, .right, .tab, .backTab, .enter, .escape, .pageUp, .pageDown, .home, .end, .backspace,
                .control("c"),
                .control("u"), .control("l"), .click(Position(column: 12, row: 0)),
                .scroll(Position(column: 3, row: 9), up: true),
            ]
        var generator = 12_345 as UInt64
        for isLive in [true, false] {
            var state = SampleRun(steps: 300, pairs: 9).state(isLive: isLive)
            for turn in 0..<3_000 {
                generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                state.press(keys[Int(generator >> 33) % keys.count], size: Size(columns: 100, rows: 30))
                if turn % 20 == 0 { _ = dashboard(state, size: Size(columns: 100, rows: 30)) }
            }
            #expect(state.pending.isEmpty == !isLive)
        }
    }
}
