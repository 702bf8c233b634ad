import Testing
import Training

@testable import Dashboard

@Suite struct CommandTableTests {
    @Test func namesAreUniqueAndSayWhatTheyDo() {
        let names = CommandTable.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(CommandTable.all.allSatisfy { !$0.summary.isEmpty })
    }

    @Test func noKeyMeansTwoThingsInOnePlace() {
        for screen in Screen.allCases {
            for panel in screen.panels {
                // Those that work while nudged values wait come before the others on their keys.
                for isForProposals in [false, true] {
                    let working = CommandTable.all.filter {
                        $0.isForProposals == isForProposals && $0.works(on: screen, panel: panel)
                    }
                    let repeated = Dictionary(grouping: working.flatMap(\.keys)) { $0 }.filter { $0.value.count > 1 }.map(
                        \.key.name)
                    #expect(repeated.isEmpty, "\(repeated) on \(screen.title), \(panel)")
                }
            }
        }
    }

    @Test func everyKeyIsInTheHelp() {
        for screen in Screen.allCases {
            let help = HelpText.lines(for: screen).map(\.keys).joined(separator: " ")
            for entry in CommandTable.all where !entry.keys.isEmpty {
                #expect(help.contains(entry.keys.map(\.name).joined(separator: " ")), "\(entry.name)")
            }
        }
    }

    @Test(arguments: [60, 80, 200]) func noLineOfTheHelpIsCut(columns: Int) {
        var state = SampleRun(steps: 10).state()
        let size = Size(columns: columns, rows: 24)
        state.press(.character("?"), size: size)
        var pages = Set<String>()
        while pages.insert(dashboard(state, size: size).text).inserted { state.press(.pageDown, size: size) }
        #expect(pages.count > 5)
        #expect(!pages.contains { $0.split(separator: "\n").dropFirst(3).contains { $0.contains("…") } })
        #expect(pages.contains { $0.contains(":mining NAME") }, "to its end")
    }

    @Test func aKeyThatDoesNothingHereSaysWhy() {
        var state = SampleRun(steps: 10).state()
        state.press(.character("o"))
        #expect(state.messages.toast?.message.contains("on Pairs (3)") == true)
        state.press(.function(9))
        #expect(state.messages.toast?.message.contains("nothing") == true)
    }

    @Test func commandsAreTypedByName() {
        var state = SampleRun(steps: 10).state()
        #expect(state.run(":margin 1.2") == [.send(.set(.margin, 1.2))])
        #expect(state.run(":lr 3e-4") == [.send(.set(.learningRate, 3e-4))])
        #expect(state.run(":save") == [.send(.saveCheckpoint)])
        #expect(state.run(":goto pai") == [])
        #expect(state.screen == .pairs)
        #expect(state.run(":wrong") == [])
        #expect(state.pairView.filter == .wrong)
        #expect(state.run(":fit") == [])
        #expect(state.screen == .train, "a command goes where it works")
        for (line, problem) in [
            (":margin fast", "not a number"), (":lr 99", "between"), (":goto", "goto takes"), (":savee", "no command"),
            (":save 3", "takes no value"), (":margin 1 2", "one value"),
        ] {
            #expect(state.run(line) == [])
            #expect(dashboard(state, size: DashboardState.usual).text.contains(problem), "\(line)")
            state.press(.escape)
        }
    }

    @Test func tabCompletesWhatIsCommon() {
        #expect(TypedCommand.completed("marg") == "margin ")
        #expect(TypedCommand.completed("got") == "goto ")
        #expect(TypedCommand.completed("goto d") == "goto distances")
        #expect(TypedCommand.completed("zo") == "zoom-")
        #expect(TypedCommand.completed("nothing") == "nothing")
    }

    /// Advice names commands by what the training calls them.
    @Test(arguments: Setting.allCases) func everySettingHasTheCommandThatAdviceNames(setting: Setting) {
        #expect(
            CommandTable.all.contains { entry in
                if case .typeSetting(setting) = entry.action { entry.name == setting.command } else { false }
            })
    }
}

extension DashboardState {
    /// Types a line and enters it.
    fileprivate mutating func run(_ line: String) -> [Effect] {
        type(line)
        return press(.enter)
    }
}
