/// A question of the form that starts a training.
public struct FormField: Sendable {
    public struct Choice: Sendable {
        let value: String
        let explanation: String

        /// - Parameter value: empty for "as it is by itself".
        public init(_ value: String, _ explanation: String) {
            self.value = value
            self.explanation = explanation
        }
    }

    public enum Answer: Sendable {
        /// One of these; the first at the start.
        case choice([Choice])
        /// A line of text; `example` is shown while it is empty.
        case text(example: String)
    }

    /// What the answer is handed on as.
    public let name: String
    let title: String
    let explanation: String
    let answer: Answer
    /// Why a text cannot be the answer, as a sentence; `nil` where it can.
    let check: @Sendable (String) -> String?

    public init(
        name: String, title: String, explanation: String, answer: Answer,
        check: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.check = check
        self.name = name
        self.title = title
        self.explanation = explanation
        self.answer = answer
    }
}

/// The form that a training is begun with: one question a line, each explained, each with a sensible answer to begin with.
public struct StartForm: Sendable {
    /// What a key asks the program to do.
    public enum Effect: Hashable, Sendable {
        /// Begin with these answers, by the names of their questions; those left as they are by themselves are absent.
        case start([String: String])
        case leave
        case suspend
        case repaint
    }

    let capabilities: Capabilities
    let fields: [FormField]
    /// The question at hand; one after the last is the line that starts.
    private(set) var selected = 0
    private var texts: [String]
    private var places: [Int]
    /// Why an answer was not taken, or the training could not begin, as a sentence.
    public var problem: String?
    /// The question that the problem is about.
    private(set) var faulty: Int?
    /// What is being done at the moment.
    public var progress: String?

    private static let longest = 300

    public init(capabilities: Capabilities, fields: [FormField]) {
        self.capabilities = capabilities
        self.fields = fields
        texts = Array(repeating: "", count: fields.count)
        places = Array(repeating: 0, count: fields.count)
    }

    var isAtStart: Bool { selected == fields.count }

    /// The answer as it is handed on; empty where nothing was chosen.
    func value(of index: Int) -> String {
        switch fields[index].answer {
        case .choice(let choices): choices.indices.contains(places[index]) ? choices[places[index]].value : ""
        case .text: texts[index]
        }
    }

    func choice(of index: Int) -> FormField.Choice? {
        guard case .choice(let choices) = fields[index].answer, choices.indices.contains(places[index]) else { return nil }
        return choices[places[index]]
    }

    /// By the names of their questions; those left as they are by themselves are absent.
    public var answers: [String: String] {
        let answers = fields.indices.map { (fields[$0].name, value(of: $0)) }
        return Dictionary(answers.filter { !$0.1.isEmpty }) { $1 }
    }

    /// Answers a key.
    public mutating func handle(_ key: Key) -> Effect? {
        switch key {
        case .escape, .control("c"): return .leave
        case .control("z"): return .suspend
        case .control("l"): return .repaint
        case .up, .backTab, .scroll(_, up: true): move(by: -1)
        case .down, .tab, .scroll(_, up: false): move(by: 1)
        case .home: move(by: -fields.count)
        case .end: move(by: fields.count)
        case .enter:
            if isAtStart { return start() }
            move(by: 1)
        default: answer(key)
        }
        return nil
    }

    /// Shows why the training could not begin, and goes to the question that is at fault; all answers stay.
    ///
    /// - Parameter name: of the question; where it is none, the first whose name the sentence holds.
    public mutating func report(_ problem: String, about name: String? = nil) {
        self.problem = problem
        let words = problem.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init)
        faulty = fields.firstIndex { words.contains($0.name) } ?? fields.firstIndex { $0.name == name }
        if let faulty { selected = faulty }
    }

    private mutating func move(by lines: Int) {
        let left = selected
        leave()
        selected = max(0, min(fields.count, left + lines))
    }

    /// Checks the current answer. A wrong one that is left behind is asked again when the training is to begin.
    private mutating func leave() {
        guard fields.indices.contains(selected) else { return }
        if faulty == selected { (problem, faulty) = (nil, nil) }
        if let sentence = complaint(about: selected) { (problem, faulty) = (sentence, selected) }
    }

    private func complaint(about index: Int) -> String? {
        let text = value(of: index)
        return text.isEmpty ? nil : fields[index].check(text)
    }

    private mutating func start() -> Effect? {
        if let index = fields.indices.first(where: { complaint(about: $0) != nil }) {
            (problem, faulty, selected) = (complaint(about: index), index, index)
            return nil
        }
        return .start(answers)
    }

    private mutating func answer(_ key: Key) {
        guard fields.indices.contains(selected) else { return }
        (problem, faulty) = (nil, nil)
        switch fields[selected].answer {
        case .choice(let choices):
            let direction = key == .left ? -1 : key == .right || key == .character(" ") ? 1 : 0
            if case .paste = key { problem = "pasted text fills questions that are answered by typing; ← and → choose here" }
            guard !choices.isEmpty else { return }
            places[selected] = (places[selected] + direction + choices.count) % choices.count
        case .text:
            switch key {
            case .character(let character) where texts[selected].count < Self.longest: texts[selected].append(character)
            case .paste(let text):
                texts[selected] += PastedText.line(of: text).prefix(max(0, Self.longest - texts[selected].count))
            case .backspace, .delete: _ = texts[selected].popLast()
            case .control("u"): texts[selected] = ""
            default: break
            }
        }
    }
}
