import Testing

@testable import Dashboard

@Suite struct PixelTests {
    private let size = Size(columns: 120, rows: 36)
    private let support = PixelSupport(graphics: .sixel, cellWidth: 10, cellHeight: 20)

    private func asked() -> DashboardState {
        var state = SampleRun().state()
        let effects = state.press(.character("3"), .character("k"), size: size)
        #expect(effects == [.askForPixels])
        return state
    }

    @Test func picturesAreLeftToTheTerminal() {
        var state = asked()
        #expect(dashboard(state, size: size).pictures.isEmpty)
        state.provide(.supported(support))
        let frame = dashboard(state, size: size)
        #expect(frame.pictures.count == 2)
        for shown in frame.pictures {
            #expect(shown.picture.width == 105)
            // Square on the screen, and nothing but blanks beneath.
            #expect(abs(shown.columns * 10 - shown.rows * 20) <= 20)
            for row in shown.row..<shown.row + shown.rows {
                for column in shown.column..<shown.column + shown.columns { #expect(frame[column, row] == .blank) }
            }
        }
        #expect(!frame.text.contains("⣿"))
    }

    @Test func theKeyGoesThereAndBackAndAsksOnce() {
        var state = asked()
        state.provide(.supported(support))
        let effects = state.press(.character("k"), size: size)
        #expect(effects.isEmpty && dashboard(state, size: size).pictures.isEmpty)
        state.press(.character("k"), size: size)
        #expect(!dashboard(state, size: size).pictures.isEmpty)
    }

    @Test func dialogsAndOtherScreensAreNotCovered() {
        var state = asked()
        state.provide(.supported(support))
        for key in [Key.character("?"), .character("q")] {
            var covered = state
            covered.press(key, size: size)
            #expect(dashboard(covered, size: size).pictures.isEmpty)
        }
        state.press(.character("5"), size: size)
        #expect(dashboard(state, size: size).pictures.isEmpty)
    }

    @Test func aRefusalIsSaidEveryTime() {
        var state = asked()
        state.provide(.refused("tmux lets no pictures of dots through"))
        #expect(dashboard(state, size: size).text.contains("tmux lets no pictures"))
        state.tick(now: 200)
        #expect(!dashboard(state, size: size).text.contains("tmux"))
        let effects = state.press(.character("k"), size: size)
        #expect(effects.isEmpty && dashboard(state, size: size).text.contains("tmux lets no pictures"))
        #expect(dashboard(state, size: size).pictures.isEmpty)
    }

    @Test(arguments: [(1, 1), (60, 18), (80, 24), (300, 100)]) func picturesStayInTheWindow(columns: Int, rows: Int) {
        var state = asked()
        state.provide(.supported(support))
        let frame = dashboard(state, size: Size(columns: columns, rows: rows))
        for shown in frame.pictures {
            #expect(shown.columns > 0 && shown.rows > 0 && shown.column + shown.columns <= columns)
            #expect(shown.row >= 0 && shown.row + shown.rows <= rows)
        }
    }
}
