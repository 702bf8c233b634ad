import Testing
import Training

@testable import Dashboard

@Suite struct LogFilterTests {
    private func entry(_ message: String, _ severity: Notice.Severity = .information, routine: LogEntry.Routine? = nil)
        -> LogEntry
    {
        LogEntry(step: 1, elapsed: 0, severity: severity, message: message, advice: nil, routine: routine)
    }

    private var log: [LogEntry] {
        [
            entry("begins"), entry("training", routine: .passing), entry("first", routine: .evaluation),
            entry("saved 1", routine: .checkpoint), entry("second", routine: .evaluation), entry("edited"),
            entry("third", routine: .evaluation), entry("training", routine: .passing), entry("saved 2", routine: .checkpoint),
            entry("jumps", .warning), entry("fourth", routine: .evaluation), entry("fails", .error),
        ]
    }

    @Test func routineIsToldTogether() {
        #expect(
            LogFilter.news.lines(of: log).map(\.message) == [
                "begins", "2 evaluations, 1 checkpoint · second", "edited", "third", "saved 2", "jumps", "fourth", "fails",
            ])
    }

    @Test func everythingAndTheGraveIsThereForTheAsking() {
        #expect(LogFilter.everything.lines(of: log) == log)
        #expect(LogFilter.warnings.lines(of: log).map(\.message) == ["jumps", "fails"])
        #expect(LogFilter.errors.lines(of: log).map(\.message) == ["fails"])
    }

    @Test func theKeyGoesThroughTheFilters() {
        var state = SampleRun().state()
        state.press(.character("7"))
        #expect(!state.shownLog.contains { $0.message == "training" })
        state.press(.character("f"))
        #expect(state.shownLog.contains { $0.message == "training" })
        state.press(.character("f"))
        #expect(state.shownLog.allSatisfy { $0.severity >= .warning } && !state.shownLog.isEmpty)
    }
}
