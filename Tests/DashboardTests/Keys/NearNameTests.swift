import Testing

@testable import Dashboard

/// What is proposed for a name that no command has.
@Suite struct NearNameTests {
    @Test(arguments: [
        ("margin", "margin", 0), ("", "abc", 3), ("abc", "", 3), ("maring", "margin", 2), ("magrin", "margin", 1),
        ("margn", "margin", 1),
        ("marrgin", "margin", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
    ]) func distances(one: String, other: String, distance: Int) {
        #expect(NearName.distance(one, other) == distance && NearName.distance(other, one) == distance)
    }

    private func sentence(_ typed: String) -> String {
        if case .failure(let problem) = TypedCommand.parse(typed) { problem.sentence } else { "" }
    }

    @Test(arguments: ["foo", "xyzzy", "f00", "123", "zz", "manage-all-of-it"]) func whatIsNearNothingNamesNothing(typed: String) {
        #expect(sentence(typed) == "no command \(typed); :help lists all")
    }

    @Test(arguments: [
        ("maring", "margin"), ("hlep", "help"), ("quti", "quit"), ("schedul", "schedule"), ("treshold", "threshold"),
    ])
    func whatIsMeantComesFirst(typed: String, meant: String) {
        #expect(sentence(typed).hasPrefix("no command \(typed); perhaps \(meant)"), "\(sentence(typed))")
    }

    /// Every command is found with one letter missing, and everything that is proposed is a command.
    @Test func everyCommandIsFoundWithALetterMissing() {
        let names = Set(CommandTable.all.map(\.name))
        for name in names where name.count > 3 {
            let typed = String(name.dropLast())
            guard !names.contains(typed) else { continue }
            let near = NearName.of(typed, among: Array(names))
            #expect(near.contains(name) && near.allSatisfy(names.contains), "\(typed): \(near)")
        }
    }

    /// The whole sentence is read in a narrow window too, above the line where the line has no room.
    @Test func aProblemIsNotCut() {
        var state = SampleRun(steps: 60).state()
        for character in ":goto nowhere at all" { state.press(.character(character)) }
        state.press(.enter)
        for character in ":goto x" { state.press(.character(character)) }
        state.press(.control("u"))
        for character in "goto nowhere" { state.press(.character(character)) }
        state.press(.enter)
        let lines = dashboard(state, size: Size(columns: 80, rows: 24)).text.split(
            separator: "\n", omittingEmptySubsequences: false)
        let below = lines.suffix(5).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        for screen in Screen.allCases { #expect(below.contains(screen.title.lowercased()), "\(below)") }
    }
}
