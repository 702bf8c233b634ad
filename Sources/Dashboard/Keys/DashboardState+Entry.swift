import MetricLearning
import Training

extension DashboardState {
    /// Answers a key while a line is typed.
    mutating func handle(_ key: Key, in entry: Entry) -> [Effect] {
        var entry = entry
        switch key {
        case .escape, .control("c"):
            overlay = nil
            return []
        case .enter: return submit(entry)
        case .tab where entry.purpose == .command: entry.text = TypedCommand.completed(entry.text)
        case .control("l"): return [.repaint]
        case .control("z"): return [.suspend]
        default:
            // Deleting what is not there leaves, as in vi.
            if key == .backspace, entry.text.isEmpty {
                overlay = nil
                return []
            }
            _ = entry.type(key)
        }
        overlay = .entry(entry)
        if case .filter(let screen) = entry.purpose { setFilter(entry.text, on: screen) }
        return []
    }

    private mutating func submit(_ entry: Entry) -> [Effect] {
        switch entry.purpose {
        case .filter:
            overlay = nil
            return []
        case .setting(let setting):
            switch setting.parse(entry.text) {
            case .success(let value):
                overlay = nil
                return set(setting, value)
            case .failure(let problem): return keep(entry, problem.sentence)
            }
        case .comparedFile:
            overlay = nil
            compare(with: entry.text)
            return []
        case .threshold:
            guard let value = Self.threshold(entry.text) else { return keep(entry, "type a distance, such as 0.6") }
            overlay = nil
            ownThreshold = value
            return []
        case .command:
            guard !entry.text.allSatisfy({ $0 == " " }) else {
                overlay = nil
                return []
            }
            switch TypedCommand.parse(entry.text) {
            case .success(let line):
                overlay = nil
                return run(line)
            case .failure(let problem): return keep(entry, problem.sentence)
            }
        }
    }

    /// A distance that a person has typed.
    static func threshold(_ text: String) -> Float? {
        Float(text.filter { $0 != " " }.replacing(",", with: ".")).flatMap { $0.isFinite ? $0 : nil }
    }

    private mutating func keep(_ entry: Entry, _ problem: String) -> [Effect] {
        var entry = entry
        entry.problem = problem
        overlay = .entry(entry)
        return []
    }

    private mutating func run(_ line: TypedCommand) -> [Effect] {
        if let screen = line.entry.screen, screen != self.screen { screenChosen(screen) }
        if case .panels(_, let panels) = line.entry.place, !panels.contains(focused), let first = panels.first {
            focus[screen] = first
        }
        switch (line.entry.action, line.value) {
        case (.typeSetting(let setting), let value?):
            guard canCommand, settings[setting] != nil else { return perform(line.entry, size: Size(columns: 80, rows: 24)) }
            selectedControl = .setting(setting)
            return set(setting, value)
        case (.typeThreshold, let value?) where verification != nil:
            ownThreshold = Float(value)
            return []
        case (.chooseSchedule, _), (.chooseMining, _): return choose(line)
        case (.goTo, _):
            screenChosen(line.screen ?? .train)
            return []
        default: return perform(line.entry, size: Size(columns: 80, rows: 24))
        }
    }
}

extension DashboardState {
    /// Asks for a schedule or a mining by its name.
    private mutating func choose(_ line: TypedCommand) -> [Effect] {
        guard canCommand else { return perform(line.entry, size: Size(columns: 80, rows: 24)) }
        guard let change = line.change, let control = change.control else { return [] }
        if control == .mining, description?.options.loss.mining == nil {
            say("this run's loss mines no triplets")
            return []
        }
        forgetProposal(for: control)
        return send(change)
    }
}

/// Why typed text was not taken.
struct EntryProblem: Error, Hashable {
    let sentence: String
}

extension Setting {
    /// Reads a number that this setting may have.
    func parse(_ text: String) -> Result<Double, EntryProblem> {
        let trimmed = text.filter { $0 != " " }.replacing(",", with: ".")
        guard let value = Double(trimmed), value.isFinite else {
            let example = self == .margin ? "1.2" : "3e-4"
            return .failure(EntryProblem(sentence: "\"\(text)\" is not a number; type one such as \(example)"))
        }
        guard range.contains(value) else {
            let (low, high) = (NumberText.setting(range.lowerBound), NumberText.setting(range.upperBound))
            return .failure(EntryProblem(sentence: "\(title) must lie between \(low) and \(high)"))
        }
        return .success(value)
    }
}

/// A typed command: a row of the table and its argument.
struct TypedCommand {
    let entry: CommandEntry
    var value: Double?
    var screen: Screen?
    var word: String?

    /// What it would change of the run; `nil` where it changes nothing, or asks for a value first.
    var change: Command? {
        switch entry.action {
        case .typeSetting(let setting): value.map { .set(setting, $0) }
        case .chooseSchedule: word.flatMap(Schedule.named).map(Command.setSchedule)
        case .chooseMining: word.flatMap(TripletMining.init).map(Command.setMining)
        default: nil
        }
    }

    static func parse(_ text: String) -> Result<TypedCommand, EntryProblem> {
        let words = text.split(separator: " ").map { $0.lowercased() }
        guard let name = words.first else { return .failure(EntryProblem(sentence: "type the name of a command")) }
        guard let entry = CommandTable.entry(named: name) else {
            let near = NearName.of(name, among: CommandTable.all.map(\.name)).prefix(3)
            let hint = near.isEmpty ? ":help lists all" : "perhaps \(near.joined(separator: ", "))"
            return .failure(EntryProblem(sentence: "no command \(name); \(hint)"))
        }
        guard words.count <= (entry.argument == .none ? 1 : 2) else {
            return .failure(
                EntryProblem(sentence: entry.argument == .none ? "\(name) takes no value" : "\(name) takes one value"))
        }
        var line = TypedCommand(entry: entry)
        switch (entry.argument, words.dropFirst().first) {
        case (.screen, let word):
            guard let word, let screen = Screen(named: word) else {
                let titles = Screen.allCases.map { $0.title.lowercased() }.joined(separator: ", ")
                return .failure(EntryProblem(sentence: "goto takes one of \(titles)"))
            }
            line.screen = screen
        case (.word(let words), let word):
            let meant = words.filter { $0.hasPrefix(word ?? " ") }
            guard let choice = meant.first(where: { $0 == word }) ?? (meant.count == 1 ? meant.first : nil) else {
                return .failure(EntryProblem(sentence: "\(name) takes one of \(words.joined(separator: ", "))"))
            }
            line.word = choice
        case (.number, let word?) where entry.action == .typeThreshold:
            guard let value = DashboardState.threshold(word) else {
                return .failure(EntryProblem(sentence: "\"\(word)\" is not a distance; type one such as 0.6"))
            }
            line.value = Double(value)
        case (.number, let word?):
            guard case .typeSetting(let setting) = entry.action else { break }
            switch setting.parse(word) {
            case .success(let value): line.value = value
            case .failure(let problem): return .failure(problem)
            }
        default: break
        }
        return .success(line)
    }

    static func names(beginningWith prefix: String) -> [String] {
        CommandTable.all.map(\.name).filter { $0.hasPrefix(prefix) }.sorted()
    }

    /// What can follow the text: whole lines.
    static func completions(_ text: String) -> [String] {
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count > 1 else { return names(beginningWith: text.lowercased()) }
        guard words.count == 2, let argument = CommandTable.entry(named: words[0])?.argument else { return [] }
        let choices: [String] =
            switch argument {
            case .screen: Screen.allCases.map { $0.title.lowercased() }
            case .word(let words): words
            case .none, .number: []
            }
        return choices.filter { $0.hasPrefix(words[1]) }.map { "\(words[0]) \($0)" }
    }

    /// The text with everything that all completions share; a space follows the only one where it takes an argument.
    static func completed(_ text: String) -> String {
        let candidates = completions(text)
        guard let first = candidates.first else { return text }
        guard candidates.count > 1 else {
            let wantsMore = CommandTable.entry(named: first).map { $0.argument != .none } ?? false
            return wantsMore ? first + " " : first
        }
        return candidates.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
