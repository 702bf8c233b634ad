import Testing
import Training

@testable import Dashboard

/// The second line keeps what matters most, whole.
@Suite struct StatusLineTests {
    private func status(_ state: DashboardState, columns: Int) -> String {
        String(
            dashboard(state, size: Size(columns: columns, rows: 24)).text.split(
                separator: "\n", omittingEmptySubsequences: false)[1])
    }

    private func state() -> DashboardState {
        var state = SampleRun(steps: 2_700).state()
        _ = state.provide(ProcessLoad(cores: 1.97, memory: 612 << 20))
        return state
    }

    /// From the widest window to the narrowest, one part after another goes, in the order of what it is worth.
    @Test func theLeastImportantIsLeftOutFirst() {
        let state = state()
        let signs: [(rank: Int, text: String)] = [
            (0, "▶ training"), (1, "step 2,700/"), (2, " left"), (3, "epoch "), (5, "pairs/s"), (6, "MiB"),
        ]
        var seen = [Int: Int]()
        for columns in stride(from: 160, through: 60, by: -1) {
            let line = status(state, columns: columns)
            let shown = signs.filter { line.contains($0.text) }.map(\.rank)
            #expect(
                shown == Array(0..<7).filter { rank in signs.contains { $0.rank == rank } && rank <= shown.max() ?? 0 }, "\(line)"
            )
            #expect(!line.contains("…") && line.contains("▶ training") && line.contains("step 2,700/"), "\(line)")
            for rank in shown { seen[rank] = columns }
        }
        #expect(signs.allSatisfy { seen[$0.rank] != nil }, "each is there in some window")
        #expect(status(state, columns: 80).contains(" left"))
    }

    /// A sentence that is longer than the line is read in full over the lines above.
    @Test(arguments: [60, 80, 120]) func whatIsSaidIsNotCut(columns: Int) {
        var state = state()
        let words = (1...22).map { "word\($0)" }
        state.note(words.joined(separator: " "), severity: .warning)
        let text = dashboard(state, size: Size(columns: columns, rows: 24)).text
        #expect(words.allSatisfy { text.contains($0) })
        state.note("short", severity: .warning)
        let short = dashboard(state, size: Size(columns: columns, rows: 24)).text
        #expect(!short.contains("word1") && short.contains(" short"))
    }
}
