import Testing
import Training

@testable import Dashboard

/// Pasted text fills a line that is typed, and is never a row of keys.
@Suite struct PasteTests {
    private static let size = Size(columns: 100, rows: 30)

    private func state(isLive: Bool = true) -> DashboardState {
        var state = DashboardState(capabilities: Capabilities(unicode: true, colors: 256), isLive: isLive)
        for event in SampleRun(steps: 300).events { state.apply(event) }
        return state
    }

    @Test(arguments: [
        ("hello quit x", "hello quit x"), ("0.5\n", "0.5"), ("\n a\r\nb\t\tc \n", " a b c"), ("a\u{1B}[31mb\u{1B}[0m", "ab"),
        ("a\u{1B}]0;title\u{7}b", "ab"), ("a\u{1B}]0;title\u{1B}\\b", "ab"), ("\u{1B}[200~in\u{1B}[201~", "in"),
        ("a\u{0}\u{3}\u{8}\u{7F}\u{9B}b", "ab"), ("\u{202E}abc\u{2066}", "abc"), ("\u{1B}", ""), ("\u{1B}[", ""), ("é 世", "é 世"),
    ])
    func isOneCleanLine(_ pasted: String, _ line: String) {
        #expect(PastedText.line(of: pasted) == line)
    }

    @Test func doesNothingWhereNoLineIsTyped() {
        for screen in Screen.allCases {
            for overlay in [nil, .help(offset: 0), .quit] as [Overlay?] {
                var state = state()
                state.screenChosen(screen)
                state.overlay = overlay
                let proposals = state.proposals
                #expect(state.handle(.paste("hello quit x\n> 1 m q s"), size: Self.size).isEmpty)
                #expect(state.overlay == overlay)
                #expect(state.screen == screen)
                #expect(state.proposals == proposals)
                #expect(state.messages.toast?.message.contains("pasted text") == true)
            }
        }
    }

    @Test func fillsTheLineAndSubmitsNothing() {
        var state = state()
        _ = state.handle(.character(":"), size: Self.size)
        #expect(state.handle(.paste("margin\n1.5\n"), size: Self.size).isEmpty)
        guard case .entry(let entry) = state.overlay else {
            Issue.record("the line stays open")
            return
        }
        #expect(entry.text == "margin 1.5")
        #expect(state.handle(.enter, size: Self.size) == [.send(.set(.margin, 1.5))])
    }

    @Test func aFilterFollowsWhatIsPasted() {
        var state = state()
        state.screenChosen(.log)
        _ = state.handle(.character("/"), size: Self.size)
        _ = state.handle(.paste("evaluated\n"), size: Self.size)
        #expect(state.logText == "evaluated")
    }

    @Test func aLineTakesWhatFitsAndSaysSo() {
        var state = state()
        _ = state.handle(.character(":"), size: Self.size)
        _ = state.handle(.paste(String(repeating: "x", count: 1 << 20)), size: Self.size)
        guard case .entry(let entry) = state.overlay else {
            Issue.record("the line stays open")
            return
        }
        #expect(entry.text.count == 200)
        #expect(entry.problem?.contains("left out") == true)
    }
}
